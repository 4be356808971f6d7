"""The eleven variables of the VAR before filtering, and the substitutes among their series (section 1.5.1)."""

from frictions.data.catalogue import load_catalogue
from frictions.data.jobs import job
from frictions.data.plan import plan_from_positions
from frictions.data.samples import sample_span
from frictions.data.tables import read_quarterly, read_settings, write_tidy
from frictions.data.variables import build_variables, require_complete, substitutes

with job(snakemake):
    catalogue = load_catalogue(read_settings(snakemake.input.catalogue))
    plan = plan_from_positions(catalogue, snakemake.params.suppliers)
    series = read_quarterly(snakemake.input.series)
    variables = build_variables(catalogue, plan, series)
    # A sample begins where the data do; from there on nothing may be missing, and better told here than in every rule.
    first = variables.dropna().index.min()
    for sample in snakemake.params.samples.values():
        start, end = sample_span(variables, sample)
        require_complete(variables, max(start, first), end, catalogue, plan)
    write_tidy(variables, snakemake.output.variables)
    write_tidy(substitutes(catalogue, plan), snakemake.output.substitutes)
