"""Every family of explanations against the printed values of its group: the register of what was tried."""

import pandas as pd

from frictions.data.jobs import job
from frictions.data.printed import read_printed
from frictions.data.tables import read_settings, read_tidy, write_tidy
from frictions.hypotheses.family import Family
from frictions.hypotheses.register import Tried, agreement_table, judge_table, register_rows, tried_rows
from frictions.hypotheses.tabulated import tabulated_values
from frictions.report.scoreboard import printed_value
from frictions.report.scoreboard_items import read_items

with job(snakemake) as log:
    params, given = snakemake.params, snakemake.input
    listed = {item.name: item for item in read_items(read_settings(given.listed), params.main_sample, params.made)}
    published = read_printed(given.published)
    printed = {name: printed_value(item, published) for name, item in listed.items()}
    rules = {name: item.rule for name, item in listed.items()}
    families = []
    for (name, settings), values_file, variants_file, agreement in zip(
        params.families.items(), given.values, given.variants, snakemake.output.agreement, strict=True
    ):
        left_out = 0
        if "file" in settings:
            naming = settings.get("variant", "variant")
            values, variants = tabulated_values(read_tidy(values_file), settings["value"], settings["readings"], naming)
        elif name in params.tables:
            table = pd.concat([read_tidy(file).assign(variant=own) for own, file in params.tables[name].items()])
            values, variants = tabulated_values(table, settings["value"], settings["readings"])
        else:
            values, variants = read_tidy(values_file), read_tidy(variants_file)
            left_out = Family.of(settings).combinations - len(variants)
        kept = values[~values["item"].str.rpartition(".")[2].isin(settings.get("leave_out", []))]
        items, judged = judge_table(kept, variants["variant"], printed, rules, params.seed)
        tried = Tried(name, settings["claim"], items, variants, left_out, judged)
        write_tidy(agreement_table(tried), agreement)
        best = int(judged.agrees[judged.best].sum())
        log.info("%s: %d variants, the best gives %d of %d items", name, len(variants), best, len(items))
        families.append(tried)
    write_tidy(register_rows(families), snakemake.output.register)
    write_tidy(tried_rows(families), snakemake.output.tried)
