"""All equilibria with inattentive firms over the cost of information."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.attention_labels import quantities
from frictions.report.deliverables import write_figure
from frictions.report.equilibria_figure import draw_equilibria

with job(snakemake):
    benchmark, small = (read_settings(snakemake.input[name]) for name in ("experiment", "literal"))
    separate, joint = (quantities(read_tidy(snakemake.input[name])) for name in ("separate", "joint"))
    # Only mu / sigma^2 matters: a smaller shock is a higher cost.
    dearer = small["mu"] * (benchmark["sigma_attention"] / small["sigma_attention"]) ** 2
    write_figure(
        draw_equilibria(
            read_tidy(snakemake.input.equilibria),
            {
                f"µ of Table 1.1, shocks of {1e4 * benchmark['sigma_attention']:g} basis points": benchmark["mu"],
                f"the same, shocks of {1e4 * small['sigma_attention']:g} basis points": dearer,
            },
            {
                "separate": {
                    "no attention to the price from here on": separate["no_attention_cost_P"],
                    "no attention to the stock from here on": separate["no_attention_cost_Z"],
                },
                "joint": {"no attention from here on": joint["no_attention_cost"]},
            },
            "Equilibria by the cost of information, parameters of Table 1.1, column RI",
            f"Costs are for shocks with a standard deviation of {1e4 * benchmark['sigma_attention']:g} basis points a "
            "quarter; for another one, scale them with its square. Unstable: firms that adapt their information step "
            "by step leave the equilibrium. No attention from here on: where nobody attends, a firm finds it too dear "
            "as well. Branches end at the last cost of the grid; below 0.02 bits none is traced, and "
            "equilibria whose permanent price response the lags do not resolve are left out.",
        ),
        snakemake.output,
    )
