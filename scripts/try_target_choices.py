"""Contributions to the criterion of Table 1.2 under every reading of its target (config/hypotheses.yaml)."""

import numpy as np

from frictions.data.jobs import job
from frictions.data.tables import read_quarterly, read_tidy, write_tidy
from frictions.hypotheses.family import Family
from frictions.hypotheses.panels import named_panels
from frictions.hypotheses.register import values_table, variants_table
from frictions.hypotheses.target_choices import DrawnShock, contributions_by_choice
from frictions.inventory.matched_series import matched_paths
from frictions.matching.target import MATCHED_VARIABLES


def paths_of(file: str) -> dict[str, np.ndarray]:
    """Responses of the matched variables from the impact quarter on."""
    table = read_tidy(file).pivot(index="horizon", columns="variable", values="response")
    return matched_paths({str(name): table[name].to_numpy() for name in table})


with job(snakemake) as log:
    settings = snakemake.params.family
    variants = list(Family.of(settings).variants())
    dimensions = {"sticky_prices": snakemake.input.calvo, "inattention": snakemake.input.attention}
    models = {
        dimension: dict(zip(settings["choices"][dimension], map(paths_of, files), strict=True))
        for dimension, files in dimensions.items()
    }
    panels = named_panels(
        read_quarterly(snakemake.input.variables),
        settings["panels"],
        snakemake.params.published,
        snakemake.params.filter,
    )
    shock = DrawnShock(snakemake.params.shocked, snakemake.params.shock, settings["draws"], settings["seed"])
    contributions = contributions_by_choice(panels, models, MATCHED_VARIABLES, shock, variants)
    items = [f"{group}.{name}" for group in settings["items"] for name in MATCHED_VARIABLES]
    log.info("%d readings", len(variants))
    write_tidy(variants_table(variants), snakemake.output.variants)
    write_tidy(values_table(contributions, items), snakemake.output.values)
