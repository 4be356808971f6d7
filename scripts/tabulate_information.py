"""Tables 1.4 and 1.5: information flows and profit deviations by cost of information or by size of the shock."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.attention_labels import case_label, several_equilibria_note
from frictions.report.attention_tables import information_table
from frictions.report.deliverables import write_table

NOTES = {
    "cost": "The published flow to the price first rises, then falls as information gets cheaper, which no optimum at "
    "given first-best decisions can do.",
    "size": "Attention is chosen for shocks of four times the size shown, section 1.6.2's 60 basis points in the "
    "quarterly rate for 15; the cost of a bit is that of Table 1.1. The published deviation grows with the variance of "
    "the shock, as if information hardly reacted to it.",
}

with job(snakemake):
    number, by = snakemake.wildcards.information_table, snakemake.params.by
    published = read_settings(snakemake.input.published)[f"table_{number}"]
    labels = [case_label(by, read_settings(path)) for path in snakemake.input.experiments]
    outcomes = {
        mode: {label: read_tidy(path) for label, path in zip(labels, snakemake.input[mode], strict=True)}
        for mode in snakemake.params.modes
    }
    solved = {
        f"{label}, {mode.removeprefix('optimal_')}": table
        for mode in snakemake.params.modes
        if mode.startswith("optimal_")
        for label, table in outcomes[mode].items()
    }
    titles = {"cost": "the cost of information", "size": "the size of the shock"}
    write_table(
        information_table(
            f"table_{number}",
            f"Attention and lost profit by {titles[by]} (Table {number.replace('_', '.')})",
            published,
            outcomes,
            [
                "Bits a quarter. Profit deviation: share of sales, capitalised by 1 / (1 - beta). Under joint "
                "information there is one flow. " + NOTES[by],
                several_equilibria_note(solved),
            ],
        ),
        snakemake.output,
    )
