"""Figure 1.15: responses to a permanent fall of money with inattentive firms."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.attention_labels import MODES, OPTIMAL_NOTE, flows_note
from frictions.report.deliverables import write_figure
from frictions.report.money_figure import draw_money_variants

with job(snakemake):
    experiment = read_settings(snakemake.input.experiment)
    modes = {"optimal_separate": "separate", "optimal_joint": "joint"}
    flows = flows_note({short: read_tidy(snakemake.input[f"{mode}_information"]) for mode, short in modes.items()})
    write_figure(
        draw_money_variants(
            {MODES[mode].capitalize(): read_tidy(snakemake.input[mode]) for mode in modes},
            experiment["size"],
            f"Rational inattention: a permanent {experiment['size']:g} percent change of money (Figure 1.15)",
            " ".join([flows, *read_settings(snakemake.input.published)["figure_1_15"]["differences"], OPTIMAL_NOTE]),
        ),
        snakemake.output,
    )
