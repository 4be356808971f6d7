"""How far from optimal the printed attention is, and what true optima give at every cost of information."""

from frictions.attention.printed_tables import printed_flows, printed_numbers
from frictions.data.jobs import job
from frictions.data.printed import read_printed
from frictions.data.tables import read_tidy
from frictions.report.attention_labels import quantities
from frictions.report.deliverables import write_figure
from frictions.report.reconstruction_figures import READINGS, draw_optima, draw_printed_attention

with job(snakemake):
    published = read_printed(snakemake.input.published)
    numbers = printed_numbers(published, snakemake.params.cost_columns, snakemake.params.size_columns)
    flows = printed_flows(numbers)
    cost = snakemake.params.map_cost_ratio
    write_figure(
        draw_printed_attention(
            {name: read_tidy(snakemake.input[name]) for name in READINGS},
            read_tidy(snakemake.input.near),
            [flows[snakemake.params.cost_columns[0]]],
            "How far from optimal the printed information flows are (Tables 1.4 and 1.5)",
            "Left: the firm's objective if both flows are the printed ones, over its optimum, at the first best of "
            "each column's equilibrium; the largest over the six columns, one cost for all of them. Not drawn where a "
            f"column has no equilibrium. Right: the same for other pairs of flows, benchmark, cost ratio {cost:g}.",
        ),
        snakemake.output.attention,
    )
    moments = read_tidy(snakemake.input.moments).set_index("moment")["value"]
    printed = {name: float(text) for name, text in published["table_1_3"]["RI"].items()}
    near = sum(abs(moments[name] / value - 1.0) <= 0.05 for name, value in printed.items())
    own = quantities(read_tidy(snakemake.input.information))["cost_ratio"]
    write_figure(
        draw_optima(
            read_tidy(snakemake.input.optima),
            (own, float(moments["corr_Y_pi"]), near),
            printed["corr_Y_pi"],
            "True optima against Table 1.3, by the cost of information",
            "Every equilibrium found at each cost, parameters of Table 1.1, column RI; hollow: unstable. Wherever "
            "firms attend to something in a stable equilibrium, output and inflation move together; the source prints "
            "the opposite. The equilibria with a negative correlation are those in which nobody attends.",
        ),
        snakemake.output.optima,
    )
