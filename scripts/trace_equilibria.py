"""Every equilibrium over the cost of information, and the costs at which attention begins and ends."""

from dataclasses import replace

import numpy as np
import pandas as pd

from frictions.attention.cost_sweep import branch_rows, cost_sweep, equilibria_rows, optimum_rows, threshold_rows
from frictions.attention.experiments import AttentionExperiment
from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_tidy
from frictions.inventory.parameters import InventoryParameters

with job(snakemake) as log:
    settings = read_settings(snakemake.input.experiment)
    parameters = InventoryParameters(**settings.pop("parameters"))
    experiment = AttentionExperiment(**settings)
    grid = snakemake.params.costs
    costs = np.geomspace(grid["lowest"], grid["highest"], grid["points"])
    scan = snakemake.params.scan
    cost_ratios = np.geomspace(scan["lowest"], scan["highest"], scan["points"])
    printed = read_settings(snakemake.input.published)["table_1_3"]["RI"]
    equilibria, branches, thresholds, optima = [], [], [], []
    for information in ("separate", "joint"):
        sweep = cost_sweep(parameters, experiment, information)
        branches += branch_rows(sweep)
        thresholds += threshold_rows(sweep)
        equilibria += equilibria_rows(sweep, costs)
        optima += optimum_rows(sweep, cost_ratios, printed)
        log.info("%s information: equilibria at %d costs", information, len(costs))
    ignoring = cost_sweep(parameters, replace(experiment, interaction="ignored"), "separate")
    optima += optimum_rows(ignoring, cost_ratios, printed)
    write_tidy(pd.DataFrame(equilibria), snakemake.output.equilibria)
    write_tidy(pd.DataFrame(branches), snakemake.output.branches)
    write_tidy(pd.DataFrame(thresholds), snakemake.output.thresholds)
    write_tidy(pd.DataFrame(optima), snakemake.output.optima)
