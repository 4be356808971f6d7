"""Every construction that may stand behind the printed tables of rational inattention, each at its best cost."""

import pandas as pd

from frictions.attention.printed_tables import printed_numbers
from frictions.attention.reconstruction_variants import all_variants, fit_variants, variant_row
from frictions.attention.table_columns import columns_of
from frictions.data.jobs import job
from frictions.data.printed import read_printed
from frictions.data.tables import read_settings, write_tidy

with job(snakemake) as log:
    names = snakemake.params.cost_columns + snakemake.params.size_columns[1:]
    parameters, benchmark, columns = columns_of(
        dict(zip(names, map(read_settings, snakemake.input.experiments), strict=True))
    )
    numbers = printed_numbers(
        read_printed(snakemake.input.published), snakemake.params.cost_columns, snakemake.params.size_columns
    )
    variants = all_variants([tuple(pair) for pair in snakemake.params.orders])
    fits = fit_variants(variants, parameters, columns, numbers, benchmark.horizon)
    log.info(
        "%d variants against %d printed numbers; best cost ratio %.2f", len(fits), len(numbers), fits[0].cost_ratio
    )
    write_tidy(pd.DataFrame([variant_row(fit) for fit in fits]), snakemake.output.variants)
    by_table = [
        variant_row(fit, table) | {"table": table, "printed": fit.tables[table].count}
        for fit in fits
        for table in fit.tables
    ]
    write_tidy(pd.DataFrame(by_table), snakemake.output.by_table)
    rows = [
        {
            "variant": position,
            "table": one.table,
            "column": one.column,
            "quantity": one.quantity,
            "printed": one.printed.text,
            "replicated": value,
        }
        for position, fit in enumerate(fits)
        for one, value in zip(numbers, fit.replicated, strict=True)
    ]
    write_tidy(pd.DataFrame(rows), snakemake.output.numbers)
