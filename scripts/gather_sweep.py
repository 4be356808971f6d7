"""The points of all jobs of a sweep in one table, in the order of their numbers."""

import pandas as pd

from frictions.data.jobs import job
from frictions.data.parquet import read_parquet, write_parquet

with job(snakemake) as log:
    table = pd.concat([read_parquet(path) for path in snakemake.input.chunks], ignore_index=True)
    for status, count in table.drop_duplicates("point")["status"].value_counts().items():
        log.info("%d points: %s", count, status)
    write_parquet(table, snakemake.output.table)
