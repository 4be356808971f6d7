"""What all specifications say about every claim together."""

import pandas as pd

from frictions.data.jobs import job
from frictions.data.parquet import read_parquet, write_parquet
from frictions.data.tables import read_tidy, write_tidy
from frictions.robustness.claims import claims_of
from frictions.robustness.shares import choice_rows, claim_rows, dimension_rows, flip_rows, in_order

with job(snakemake) as log:
    claims = claims_of(snakemake.params.claims)
    failures = pd.concat([read_tidy(path) for path in snakemake.input.failures])
    specifications = read_tidy(snakemake.input.chosen).merge(failures, on="specification", validate="one_to_one")
    readings = in_order(pd.concat([read_parquet(path) for path in snakemake.input.readings]), claims)
    estimated = readings["specification"].nunique()
    log.info("%d of %d specifications could be estimated", estimated, len(specifications))
    write_tidy(specifications, snakemake.output.specifications)
    write_tidy(readings, snakemake.output.values)
    write_parquet(readings, snakemake.output.parquet)
    dimensions, flips = dimension_rows(readings, specifications), flip_rows(readings, specifications)
    write_tidy(claim_rows(claims, readings, specifications, dimensions, flips), snakemake.output.claims)
    write_tidy(choice_rows(readings, specifications), snakemake.output.choices)
    write_tidy(dimensions, snakemake.output.dimensions)
    write_tidy(flips, snakemake.output.flips)
