"""Table 1.2: the criterion of both models, published, at the source's estimates and at ours."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.attention_labels import MODES, OPTIMAL_NOTE, RECONSTRUCTION_NOTE, RECOVERED, RECOVERED_NOTE
from frictions.report.criterion_table import criterion_table
from frictions.report.deliverables import write_table
from frictions.report.substitutes import substitutes_note

with job(snakemake):
    printed = read_settings(snakemake.input.published)["table_1_2"]
    labels = {
        "recovered": RECOVERED,
        **MODES,
        "literal": "optimal, separate, shocks of 15 bp",
        "attention": "estimated here, separate",
        "attention_joint": "estimated here, joint",
    }
    variants = {
        "RI": {label: read_tidy(snakemake.input[name]) for name, label in labels.items()},
        "Calvo": {
            "source's estimates, average": read_tidy(snakemake.input.average),
            "source's estimates, marginal": read_tidy(snakemake.input.marginal),
            "estimated here": read_tidy(snakemake.input.estimated),
        },
    }
    notes = [
        "Contributions to (1.43), off-diagonal covariances over the larger quarter index; the target is our VAR, the "
        "published rows' the source's. RI: rational inattention, at the source's parameters unless estimated here.",
        RECOVERED_NOTE,
        RECONSTRUCTION_NOTE,
        OPTIMAL_NOTE,
        substitutes_note(read_tidy(snakemake.input.substitutes)),
    ]
    sums = {model: printed[f"{model}_sum"] for model in variants}
    parts = {model: printed[model] for model in variants}
    write_table(criterion_table(parts, sums, variants, [note for note in notes if note]), snakemake.output)
