"""Sticky prices and rational inattention, both estimated on the responses of one specification."""

import pandas as pd

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy, write_tidy
from frictions.errors import FrictionsError
from frictions.robustness.estimation import Shock
from frictions.robustness.models import FIT_COLUMNS, fit_rows, specified_target
from frictions.robustness.panels import Meanings, UnitRoots, panel_maker, variables_by_data

with job(snakemake) as log:
    choices = snakemake.params.choices
    panel_of = panel_maker(
        variables_by_data(read_tidy(snakemake.input.variables)),
        Meanings(**snakemake.params.meanings),
        UnitRoots(**snakemake.params.unit_roots),
    )
    failure = ""
    try:
        target = specified_target(
            panel_of(choices), choices["lags"], Shock(**snakemake.params.shock), **snakemake.params.target
        )
        rows = fit_rows(
            target, read_settings(snakemake.input.calvo), read_settings(snakemake.input.attention), log.info
        )
    except FrictionsError as error:
        failure = " ".join(str(error).split())
        log.warning("%s", failure)
        rows = pd.DataFrame([("", "failure", float("nan"))], columns=FIT_COLUMNS)
    rows.insert(0, "specification", snakemake.params.changed)
    write_tidy(rows.assign(failure=failure), snakemake.output.rows)
