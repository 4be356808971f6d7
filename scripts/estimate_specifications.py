"""Every claim in one job's share of the specifications."""

from frictions.data.jobs import job
from frictions.data.parquet import write_parquet
from frictions.data.tables import read_tidy, write_tidy
from frictions.robustness.claims import claims_of
from frictions.robustness.estimation import Shock
from frictions.robustness.panels import Meanings, UnitRoots, panel_maker, variables_by_data
from frictions.robustness.running import run_specifications

with job(snakemake) as log:
    data = read_tidy(snakemake.input.data)
    chunk, chunks = map(int, snakemake.wildcards.scatteritem.split("-of-"))
    # Dealt out in turn, so that the costly ones spread.
    mine = read_tidy(snakemake.input.chosen).iloc[chunk - 1 :: chunks]
    failed = data[data["failure"].notna()]
    readings, failures = run_specifications(
        mine,
        panel_maker(
            variables_by_data(read_tidy(snakemake.input.variables)),
            Meanings(**snakemake.params.meanings),
            UnitRoots(**snakemake.params.unit_roots),
        ),
        claims_of(snakemake.params.claims),
        Shock(**snakemake.params.shock),
        draws=snakemake.params.draws,
        published_draws=snakemake.params.published_draws,
        missing_data=dict(zip(failed["data"], failed["failure"], strict=True)),
        progress=lambda done: log.info("%d of %d specifications", done, len(mine)) if done % 50 == 0 else None,
    )
    write_parquet(readings, snakemake.output.readings)
    write_tidy(failures, snakemake.output.failures)
