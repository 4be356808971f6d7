"""Criterion (1.43) of rational inattention at the source's parameters and of the published responses (Table 1.2)."""

import pandas as pd

from frictions.attention.paper_emulation import published_path
from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_target, read_tidy, write_tidy
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.responses import stacked_responses
from frictions.matching.criterion import criterion_parts
from frictions.matching.target import target_criterion

with job(snakemake):
    criterion = target_criterion(read_target(snakemake.input.target))
    settings = read_settings(snakemake.input.experiment)
    variants = {}
    for variant, path in zip(snakemake.params.variants, snakemake.input.irf, strict=True):
        table = read_tidy(path)
        variants[variant] = {name: rows["response"].to_numpy() for name, rows in table.groupby("variable", sort=False)}
    variants["published_path"] = published_path(InventoryParameters(**settings["parameters"]))[1]
    rows = [
        {"variant": variant, "variable": name, "contribution": part}
        for variant, paths in variants.items()
        for name, part in criterion_parts(criterion, stacked_responses(paths)).items()
    ]
    write_tidy(pd.DataFrame(rows), snakemake.output.criterion)
