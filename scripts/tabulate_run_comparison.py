"""Two runs side by side: settings, files, verdicts and numbers that differ, as tables and as one page."""

import json
from pathlib import Path

from frictions.data.files import write_atomically
from frictions.data.jobs import job
from frictions.data.tables import read_tidy, write_tidy
from frictions.report.run_comparison import (
    compare_given_files,
    compare_numbers,
    compare_settings,
    compare_verdicts,
    comparison_tables,
    page,
)

with job(snakemake):
    names, folders = tuple(snakemake.params.runs), [Path(folder) for folder in snakemake.params.folders]
    first, second = (
        {file: read_tidy(folder / file) for file in files}
        for folder, files in zip(folders, snakemake.params.files, strict=True)
    )
    settings = compare_settings(*(json.loads((folder / "settings.json").read_text()) for folder in folders), names)
    given = compare_given_files(*(read_tidy(folder / "report/provenance.csv") for folder in folders), names)
    verdicts = compare_verdicts(*(read_tidy(folder / "scoreboard.csv") for folder in folders), names)
    numbers = compare_numbers(first, second)
    for table, path in ((settings, "settings"), (given, "given"), (verdicts, "verdicts"), (numbers, "numbers")):
        write_tidy(table, snakemake.output[path])
    tables = comparison_tables(settings, given, verdicts, numbers, names)
    content = page(tables, f"Two runs: {names[0]} and {names[1]}")
    write_atomically(Path(snakemake.output.page), content.encode())
