"""A page on rational inattention: which published numbers reproduce, in which mode, and why."""

from pathlib import Path

from frictions.data.files import write_atomically
from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.attention_note import READINGS, Evidence, attention_note

CRITERIA = ("recovered", "optimal_separate", "optimal_joint", "estimated", "calvo", "calvo_estimated")

with job(snakemake):
    # results/attention/<experiment>/<mode>/<file>.csv
    tables = {
        name: {Path(path).parts[-3:-1]: read_tidy(path) for path in snakemake.input[name]}
        for name in ("information", "moments", "decisions")
    }
    criteria = {name: float(read_tidy(snakemake.input[name])["contribution"].sum()) for name in CRITERIA}
    comparison = read_tidy(snakemake.input.comparison)
    chosen = (comparison["model"] == "attention_separate") & (comparison["against"] == "calvo")
    evidence = Evidence(
        verdicts=read_tidy(snakemake.input.verdicts),
        published=read_settings(snakemake.input.published),
        settings={Path(path).stem: read_settings(path) for path in snakemake.input.experiments},
        criteria=criteria,
        comparison=comparison[chosen].set_index("quantity")["value"].to_dict(),
        profile=read_tidy(snakemake.input.profile),
        variants=read_tidy(snakemake.input.variants),
        by_table=read_tidy(snakemake.input.by_table),
        printed_attention={
            name: read_tidy(path) for name, path in zip(READINGS, snakemake.input.printed_attention, strict=True)
        },
        loose=read_tidy(snakemake.input.loose),
        optima=read_tidy(snakemake.input.optima),
        **tables,
    )
    write_atomically(Path(snakemake.output.note), attention_note(evidence).encode())
