"""The scoreboard: every printed number, sign and statement beside its replication, with a verdict and a cause."""

from functools import cache

from frictions.data.jobs import job
from frictions.data.printed import read_printed
from frictions.data.tables import read_settings, read_tidy, write_tidy
from frictions.hypotheses.register import sentences
from frictions.report.robustness_text import item_sentences
from frictions.report.scoreboard import score
from frictions.report.scoreboard_items import read_items
from frictions.report.scoreboard_reading import Sources

with job(snakemake) as log:
    params = snakemake.params
    items = read_items(read_settings(snakemake.input.listed), params.main_sample, params.made)
    board = score(
        items,
        read_printed(snakemake.input.published),
        Sources(cache(read_tidy), cache(read_settings), params.settings),
        default_settings=params.default_settings,
        sample_quarters=params.sample_quarters,
        robustness=item_sentences(read_tidy(snakemake.input.claims)),
        tried=sentences(read_tidy(snakemake.input.register), read_tidy(snakemake.input.tried)),
    )
    log.info("%d items do not differ and have a cause: %s", len(board.idle_causes), ", ".join(board.idle_causes))
    total = board.summary.iloc[-1].drop(["part", "items"])
    log.info("%d items: %s", len(items), ", ".join(f"{count} {verdict}" for verdict, count in total.items()))
    write_tidy(board.items, snakemake.output.table)
    write_tidy(board.modes, snakemake.output.modes)
    write_tidy(board.summary, snakemake.output.summary)
