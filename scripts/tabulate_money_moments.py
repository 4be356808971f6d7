"""Table 1.6: moments conditional on money growth, published beside replicated."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.attention_labels import OPTIMAL_NOTE, flows_note, several_equilibria_note
from frictions.report.attention_tables import money_moments_table
from frictions.report.deliverables import write_table

with job(snakemake):
    published = read_settings(snakemake.input.published)
    text = published["money_growth"]
    shares = {"data_KM2013": text["markup_share_KM2013_pct"], "RI": text["markup_share_RI_pct"]}
    modes = {"optimal_separate": "separate", "optimal_joint": "joint"}
    information = {short: read_tidy(snakemake.input[f"{mode}_information"]) for mode, short in modes.items()}
    outcomes = {mode: read_tidy(snakemake.input[f"{mode}_moments"]) for mode in modes}
    notes = [
        "Markup share: sum of the responses of nominal marginal cost less the price over the sum of those of "
        "consumption; the first column's is the model of Kryvtsov and Midrigan, whose data the moments are. z: "
        "distance from the published moment in sampling standard deviations, none where all samples have one moment.",
        flows_note(information) + " " + several_equilibria_note(information),
        "There is no reconstruction here: its price level would never adjust to money.",
        OPTIMAL_NOTE,
    ]
    write_table(money_moments_table(published["table_1_6"], shares, outcomes, notes), snakemake.output)
