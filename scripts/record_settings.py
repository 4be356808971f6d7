"""The settings of a run, all files and overlays merged, in one file."""

import json
from pathlib import Path

from frictions.data.files import write_atomically
from frictions.data.jobs import job

with job(snakemake):
    text = json.dumps(snakemake.params.settings, indent=1, ensure_ascii=False, default=str)
    write_atomically(Path(snakemake.output.settings), f"{text}\n".encode())
