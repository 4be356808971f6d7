"""Variants tried on the claims and the levels that do not replicate."""

from dataclasses import asdict

import pandas as pd

from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_tidy
from frictions.reallocation.discrete_choice import CoarseGrid
from frictions.reallocation.settings import resolution, with_most_lemons
from frictions.reallocation.stationary_variants import stationary_variants
from frictions.reallocation.variant_economies import solve_pair, solve_widths
from frictions.reallocation.variants import coarse_grid_variant, replication_variants

with job(snakemake):
    experiment = read_settings(snakemake.input.experiment)
    settings = snakemake.params.settings
    economy, space = with_most_lemons(experiment), resolution(experiment)
    choice = dict(settings["coarse"])
    width, years, corrections = (choice.pop(name) for name in ("tauchen_width", "years", "corrections"))
    longest = max(experiment["horizons"], years)
    widths = dict.fromkeys([*settings["tauchen_widths"], width])
    solved = solve_widths(economy, list(widths), space, longest)
    wide = {other: solved[other] for other in settings["tauchen_widths"]}

    shock = experiment["shock"]
    found = replication_variants(solve_pair(economy, space, experiment["horizons"]), wide, settings["years"], shock)
    rows = [{**asdict(row), "residual": 0.0} for row in found]
    row, residual, coarse = coarse_grid_variant(solved[width], CoarseGrid(**choice), years, corrections, shock)
    rows.append({**asdict(row), "residual": residual})
    write_tidy(pd.DataFrame(rows), snakemake.output.variants)

    quantities = stationary_variants(wide, coarse)
    levels = [(name, quantity, value) for name, row in quantities.items() for quantity, value in row.items()]
    write_tidy(pd.DataFrame(levels, columns=["variant", "quantity", "value"]), snakemake.output.steady_states)
