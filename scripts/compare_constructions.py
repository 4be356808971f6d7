"""Every construction that may stand behind the printed tables of rational inattention, each at its best cost."""

import pandas as pd

from frictions.attention.experiments import AttentionExperiment
from frictions.attention.printed_tables import Column, printed_numbers
from frictions.attention.reconstruction_variants import all_variants, fit_variants, variant_row
from frictions.data.jobs import job
from frictions.data.printed import read_printed
from frictions.data.tables import read_settings, write_tidy
from frictions.inventory.parameters import InventoryParameters

with job(snakemake) as log:
    names = snakemake.params.cost_columns + snakemake.params.size_columns[1:]
    settings = dict(zip(names, map(read_settings, snakemake.input.experiments), strict=True))
    parameters = InventoryParameters(**settings[names[0]]["parameters"])
    experiments = {
        name: AttentionExperiment(**{key: value for key, value in one.items() if key != "parameters"})
        for name, one in settings.items()
    }
    benchmark = experiments[names[0]]
    columns = [Column(name, one.cost_ratio / benchmark.cost_ratio, one.size) for name, one in experiments.items()]
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
