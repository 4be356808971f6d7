"""Paths of average decisions that come close to the moments of Table 1.3, and what else they imply."""

import pandas as pd

from frictions.attention.published_path import recovered_paths
from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_tidy
from frictions.data.target import read_target
from frictions.inventory.matched_series import stacked_responses
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.responses import QUARTERLY_SHOCK
from frictions.matching.criterion import criterion_parts
from frictions.matching.target import require_shock, target_criterion

with job(snakemake) as log:
    settings = read_settings(snakemake.input.experiment)
    printed = read_settings(snakemake.input.published)["table_1_3"]["RI"]
    target = read_target(snakemake.input.target)
    require_shock(target, QUARTERLY_SHOCK)
    criterion = target_criterion(target)
    paths = recovered_paths(
        InventoryParameters(**settings["parameters"]), printed, snakemake.params.second_decays, settings["horizon"]
    )
    rows = []
    for number, path in enumerate(paths):
        second = path.stock[1] if len(path.stock) > 1 else (float("nan"), float("nan"))
        names = ("stock_impact", "stock_decay", "second_impact", "second_decay", "price_impact", "price_decay")
        rows.append(
            {
                "path": number,
                **dict(zip(names, (*path.stock[0], *second, *path.price[0]), strict=True)),
                "within_5": path.within_5,
                "mean_deviation": path.mean_deviation,
                "output_impact": float(path.responses["output"][0]),
                "ratio_peak": float(path.responses["inventory_sales"].max()),
                "criterion": sum(criterion_parts(criterion, stacked_responses(path.responses)).values()),
            }
        )
    most = max(path.within_5 for path in paths)
    log.info(
        "%d of %d paths meet %d of %d moments", sum(p.within_5 == most for p in paths), len(paths), most, len(printed)
    )
    write_tidy(pd.DataFrame(rows), snakemake.output.paths)
