"""All equilibria with inattentive firms over the cost of information."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.equilibria_figure import draw_equilibria

with job(snakemake):
    benchmark, small = (read_settings(snakemake.input[name]) for name in ("experiment", "literal"))
    basis_points = f"{1e4 * benchmark['sigma_attention']:g} basis points"
    # Only mu / sigma^2 matters: a smaller shock is a higher cost.
    dearer = small["mu"] * (benchmark["sigma_attention"] / small["sigma_attention"]) ** 2
    write_figure(
        draw_equilibria(
            read_tidy(snakemake.input.equilibria),
            read_tidy(snakemake.input.branches),
            read_tidy(snakemake.input.thresholds),
            {
                f"µ of Table 1.1, shocks of {basis_points}": benchmark["mu"],
                f"the same, shocks of {1e4 * small['sigma_attention']:g} basis points": dearer,
            },
            "Equilibria by the cost of information, parameters of Table 1.1, column RI",
            f"Costs are for shocks with a standard deviation of {basis_points} a quarter; for another one, scale them "
            "with its square. Unstable: firms that adapt their information step by step leave the equilibrium. If "
            "nobody attends, a firm finds information too dear as well to the right of the dash-dotted lines; among "
            "attentive firms it may not, up to the fold. Below 0.02 bits no equilibrium is traced.",
        ),
        snakemake.output,
    )
