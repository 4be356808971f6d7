"""Optimal signals against ARMA decision rules at the targets of an uninformed economy, and bits against their cost."""

import numpy as np
import pandas as pd

from frictions.attention.experiments import AttentionExperiment, require_certificate
from frictions.attention.rule_comparison import (
    comparison_certificate,
    comparison_rows,
    demand_rows,
    uninformed_targets,
)
from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_tidy
from frictions.inventory.parameters import InventoryParameters

with job(snakemake) as log:
    orders = [tuple(pair) for pair in snakemake.params.rules["orders"]]
    rules = []
    for name, path in zip(snakemake.params.rules["experiments"], snakemake.input.experiments, strict=True):
        settings = read_settings(path)
        first_best, form = uninformed_targets(InventoryParameters(**settings.pop("parameters")), settings["horizon"])
        experiment = AttentionExperiment(**settings)
        rules += comparison_rows(name, first_best, form, experiment, orders, snakemake.params.rules["starts"])
        log.info("%s: rules of %d orders", name, len(orders))
    settings = read_settings(snakemake.input.benchmark)
    first_best, form = uninformed_targets(InventoryParameters(**settings.pop("parameters")), settings["horizon"])
    grid = snakemake.params.costs
    costs = np.geomspace(grid["lowest"], grid["highest"], grid["points"])
    demand = demand_rows(first_best, form, costs, settings["sigma_attention"])
    certificate = comparison_certificate(rules, demand)
    require_certificate("comparison of rules", certificate)
    write_tidy(pd.DataFrame(rules), snakemake.output.rules)
    write_tidy(pd.DataFrame(demand), snakemake.output.demand)
    rows = [(name, value, bound) for name, (value, bound) in certificate.items()]
    write_tidy(pd.DataFrame(rows, columns=["quantity", "value", "bound"]), snakemake.output.certificate)
