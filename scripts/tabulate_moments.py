"""Table 1.3: moments conditional on the monetary shock, published above replicated."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.attention_labels import (
    MODES,
    OPTIMAL_NOTE,
    RECONSTRUCTION_NOTE,
    RECOVERED,
    RECOVERED_NOTE,
)
from frictions.report.deliverables import write_table
from frictions.report.moments_table import moments_table
from frictions.report.substitutes import substitutes_note

with job(snakemake):
    published = read_settings(snakemake.input.published)["table_1_3"]
    settings = snakemake.params.settings
    notes = [
        f"VAR: moments implied by {snakemake.params.horizons} quarters of the estimated response; S is the difference "
        "of the responses of inventories and of the inventory-sales ratio, w unit labour cost.",
        f"Calvo: the source's estimates of Table 1.1; population moments of {settings['moment_horizons']} quarters. "
        "'marginal' solves the firm's problem; 'average' puts the average cost where the source's appendix has its "
        "constant, which reproduces the source's numbers and is not an optimum.",
        f"RI: rational inattention at the parameters of Table 1.1. {RECOVERED_NOTE} {RECONSTRUCTION_NOTE} "
        + OPTIMAL_NOTE,
        "z: distance from the published moment in standard deviations over "
        f"{settings['samples']} samples of {settings['sample_quarters']} quarters. IS, S, Y, dI, pi, w: "
        "inventory-sales ratio, sales, output, inventory investment, inflation, real wage.",
        substitutes_note(read_tidy(snakemake.input.substitutes)),
    ]
    shown = {"recovered": RECOVERED, **MODES}
    replicated = {
        "VAR": {"replicated": read_tidy(snakemake.input.var)},
        "RI": {label: read_tidy(snakemake.input[name]) for name, label in shown.items()},
        "Calvo": {mode: read_tidy(snakemake.input[mode]) for mode in ("average", "marginal")},
    }
    table = moments_table(published, replicated, [note for note in notes if note])
    write_table(table, snakemake.output)
