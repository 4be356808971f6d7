"""The table of constructions tried against Tables 1.3 to 1.5, and the picture of it."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.deliverables import write_figure, write_table
from frictions.report.reconstruction_figures import draw_constructions
from frictions.report.reconstruction_table import constructions_table

with job(snakemake):
    variants, by_table = read_tidy(snakemake.input.variants), read_tidy(snakemake.input.by_table)
    notes = [
        f"{len(variants)} constructions. Cost: of a bit over the variance of the shock, fitted to the nine moments of "
        "Table 1.3 in each construction, as is the choice among constructions (mean deviation, each number up to 100 "
        "percent). Tables 1.4 and 1.5 take no part in either; digits and sign count over all three tables.",
        "Flows: what is paid for. Joint is the mutual information of independent noises; with one noise the formula is "
        "kept, but it is no mutual information. Interaction: whether the product of both errors counts when rules are "
        "chosen, and whether the reported loss contains the product of the noises. Price level: from the stock-out "
        "term of (A.3) alone, or from the price index linearised correctly, the relative price that is tracked taken "
        "for the nominal one. With the nominal price tracked these rules do not settle.",
    ]
    write_table(constructions_table(variants, by_table, notes), snakemake.output.table)
    best = variants.iloc[0]
    write_figure(
        draw_constructions(
            variants,
            by_table,
            f"{len(variants)} constructions: distance from Table 1.3, which they are fitted to, and Tables 1.4 and 1.5",
            f"A point is one construction at its best cost. The reconstruction has a cost ratio of "
            f"{best['cost_ratio']:.1f} and was chosen by its distance from Table 1.3 alone.",
        ),
        snakemake.output.figure,
    )
