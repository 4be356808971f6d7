"""How far from optimal the printed information flows are, for one cost common to all columns of Tables 1.4 and 1.5."""

import numpy as np
import pandas as pd

from frictions.attention.printed_attention import excess_over_columns, loose_search_ends, near_optimal_set
from frictions.attention.printed_tables import printed_flows, printed_numbers
from frictions.attention.reconstruction import RuleFamily, reconstruct
from frictions.attention.reconstruction_economy import reconstruction_map
from frictions.attention.table_columns import columns_of
from frictions.data.jobs import job
from frictions.data.printed import read_printed
from frictions.data.tables import read_settings, write_tidy
from frictions.inventory.steady_state import steady_state

with job(snakemake) as log:
    params = snakemake.params
    names = params.cost_columns + params.size_columns[1:]
    parameters, benchmark, columns = columns_of(
        dict(zip(names, map(read_settings, snakemake.input.experiments), strict=True))
    )
    printed = printed_flows(
        printed_numbers(read_printed(snakemake.input.published), params.cost_columns, params.size_columns)
    )
    corrected = {name: tuple(flows) for name, flows in params.judged["corrected"].items()}
    readings = {
        "shared": (RuleFamily(), printed),
        "corrected": (RuleFamily(), printed | corrected),
        "independent": (RuleFamily(noise="independent"), printed),
    }
    grid = params.judged["cost_ratios"]
    costs = np.linspace(grid["lowest"], grid["highest"], grid["points"]).tolist()
    for name, (family, flows) in readings.items():
        rows = excess_over_columns(parameters, family, costs, columns, flows, benchmark.horizon)
        write_tidy(pd.DataFrame(rows), snakemake.output[name])
        largest = pd.DataFrame(rows).groupby("cost_ratio")["excess_percent"].max()
        log.info("%s: largest excess %.2f percent at a cost ratio of %g", name, largest.min(), largest.idxmin())

    steady = steady_state(parameters)
    sequence = reconstruction_map(parameters, steady, benchmark.horizon)
    found = reconstruct(parameters, steady, sequence, params.judged["map_cost_ratio"])
    flows = params.judged["map"]
    near = near_optimal_set(
        found,
        np.linspace(*flows["price"], flows["points"]).tolist(),
        np.linspace(*flows["stock"], flows["points"]).tolist(),
    )
    write_tidy(pd.DataFrame(near, columns=["flow_price", "flow_stock", "excess_percent"]), snakemake.output.near)
    ends = loose_search_ends(found, params.judged["searches"], np.random.SeedSequence(params.judged["seed"]))
    write_tidy(pd.DataFrame(ends, columns=["flow_price", "flow_stock", "excess_percent"]), snakemake.output.loose)
