"""What each source claims and what of it holds: a table, the first screen of the report, and a text for the README."""

import json
from pathlib import Path

import pandas as pd

from frictions.data.files import write_atomically
from frictions.data.jobs import job
from frictions.data.printed import read_texts
from frictions.data.tables import read_settings, read_tidy, write_tidy
from frictions.report.headline_texts import headline_rows, headlines_text, plain_questions
from frictions.report.headlines import read_questions
from frictions.report.robustness_text import claim_counts

with job(snakemake):
    source = snakemake.input
    questions = read_questions(
        read_settings(source.settings),
        read_texts(source.scoreboard),
        claim_counts(read_tidy(source.claims)),
        snakemake.params.main_sample,
    )
    responses = {path: read_tidy(path) for path in source.responses}
    write_tidy(pd.DataFrame(headline_rows(questions)), snakemake.output.table)
    content = json.dumps(plain_questions(questions, responses), ensure_ascii=False, indent=1)
    write_atomically(Path(snakemake.output.content), content.encode())
    write_atomically(Path(snakemake.output.text), headlines_text(questions).encode())
