"""Which series were revised between vintages, and what each revision does to the responses of the VAR."""

from dataclasses import asdict

import numpy as np
import pandas as pd

from frictions.data.catalogue import load_catalogue
from frictions.data.jobs import job
from frictions.data.plan import plan_from_positions
from frictions.data.tables import read_quarterly, read_settings, read_tidy, write_tidy
from frictions.data.target import read_target
from frictions.vintages.effects import Effect, PointVar, Vintage, rank_effects
from frictions.vintages.revisions import Revision, list_revisions

with job(snakemake) as log:
    params, catalogue = snakemake.params, load_catalogue(read_settings(snakemake.input.catalogue))
    names, decisions = params.vintages, params.published
    if snakemake.input.unit_roots:
        decisions = read_tidy(snakemake.input.unit_roots).set_index("variable")["decision"].to_dict()
    end = pd.Period(params.sample["end"], freq="Q")
    settings = PointVar(
        filtered=frozenset(name for name, decision in decisions.items() if decision == "filter"),
        start=pd.Period(params.sample["start"], freq="Q"),
        end=end,
        filter_horizon=params.filter["horizon"],
        filter_lags=params.filter["lags"],
        window=params.filter["window"],
        lags=params.lags,
        shock=params.shock,
    )
    frames = [read_quarterly(path) for path in snakemake.input.series]
    plans = [plan_from_positions(catalogue, params.suppliers[name]) for name in names]
    vintages = [Vintage(plan, dict(frame.items())) for plan, frame in zip(plans, frames, strict=True)]
    deviations = np.sqrt(np.diag(read_target(snakemake.input.target).omega))
    revisions, effects = [], []
    for name, frame, vintage in zip(names[1:], frames[1:], vintages[1:], strict=True):
        found = list_revisions(frames[0], frame, (plans[0], vintage.plan), end)
        log.info("%s: %d series differ from %s", name, len(found), names[0])
        ranked = rank_effects(
            catalogue, vintages[0], vintage, [revision.series for revision in found], settings, deviations
        )
        revisions += [{"vintage": name, **asdict(revision)} for revision in found]
        effects += [{"vintage": name, "rank": rank, **asdict(effect)} for rank, effect in enumerate(ranked)]
    columns = [["vintage", *Revision.__dataclass_fields__], ["vintage", "rank", *Effect.__dataclass_fields__]]
    write_tidy(pd.DataFrame(revisions, columns=columns[0]), snakemake.output.revisions)
    write_tidy(pd.DataFrame(effects, columns=columns[1]), snakemake.output.effects)
