"""The eleven variables of the VAR before filtering, and the substitutes among their series (section 1.5.1)."""

from pathlib import Path

import yaml

from frictions.data.catalogue import load_catalogue
from frictions.data.jobs import job
from frictions.data.plan import plan_from_positions
from frictions.data.tables import read_quarterly, write_tidy
from frictions.data.variables import build_variables, substitutes

with job(snakemake):
    catalogue = load_catalogue(yaml.safe_load(Path(snakemake.input.catalogue).read_text(encoding="utf-8")))
    plan = plan_from_positions(catalogue, snakemake.params.suppliers)
    series = read_quarterly(snakemake.input.series)
    write_tidy(build_variables(catalogue, plan, series), snakemake.output.variables)
    write_tidy(substitutes(catalogue, plan), snakemake.output.substitutes)
