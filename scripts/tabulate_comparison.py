"""Rational inattention against Calvo pricing, both estimated: fit, parameter counts and tests."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.attention_labels import quantities
from frictions.report.comparison_table import comparison_table
from frictions.report.deliverables import write_table
from frictions.report.substitutes import substitutes_note

with job(snakemake):
    tests = {name: quantities(read_tidy(snakemake.input[name])) for name in ("separate", "joint", "calvo")}
    minima = ", ".join(f"{name} {found['local_minima']:.0f}" for name, found in tests.items())
    equilibria = ", ".join(f"{name} {tests[name]['equilibria']:.0f}" for name in ("separate", "joint"))
    notes = (
        "The same six responses over fifteen quarters, target and weight, and bounds for shared parameters. "
        f"Local minima found: {minima}. Equilibria at the estimate: {equilibria}.",
        substitutes_note(read_tidy(snakemake.input.substitutes)),
    )
    comparison = read_tidy(snakemake.input.comparison)
    write_table(comparison_table(comparison, tuple(note for note in notes if note)), snakemake.output)
