"""Optimality conditions of a frictionless firm before and after a shock (Figures 1.1 to 1.5)."""

from dataclasses import asdict

from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_arrays
from frictions.inventory.comparative_statics import (
    curves,
    higher_real_rate,
    lower_marginal_cost,
    steady_environment,
    surfaces,
)
from frictions.inventory.parameters import CalvoParameters
from frictions.inventory.steady_state import steady_state

with job(snakemake):
    experiment = read_settings(snakemake.input.experiment)
    parameters = CalvoParameters(**experiment["parameters"])
    steady = steady_state(parameters)
    here = steady_environment(steady)
    dearer = higher_real_rate(here, snakemake.params.rise)
    cheaper = lower_marginal_cost(here, snakemake.params.fall)
    cheaper_now = lower_marginal_cost(here, snakemake.params.fall, next_=False)
    results = {
        "figure_1_1": surfaces(parameters, steady, dearer, "stock"),
        "figure_1_2": surfaces(parameters, steady, cheaper_now, "stock"),
        "figure_1_3": surfaces(parameters, steady, cheaper, "price"),
        "before": curves(parameters, here),
        "figure_1_4": curves(parameters, dearer),
        "figure_1_5": curves(parameters, cheaper),
    }
    write_arrays(
        {f"{name}.{field}": array for name, result in results.items() for field, array in asdict(result).items()},
        snakemake.output.arrays,
    )
