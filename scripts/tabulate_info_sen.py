"""The source's regression of price informativeness on production efficiency, beside ours on every panel."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.efficiency.published_consistency import implied_sample
from frictions.report.deliverables import write_table
from frictions.report.info_sen_table import PanelResult, info_sen_table

with job(snakemake):
    published = read_settings(snakemake.input.published)["info_sen"]
    files = zip(snakemake.input.variants, snakemake.input.firms, snakemake.input.exclusions, strict=True)
    panels = [
        PanelResult(name, settings, read_tidy(variants), read_tidy(firms), read_tidy(exclusions))
        for (name, settings), (variants, firms, exclusions) in zip(snakemake.params.panels.items(), files, strict=True)
    ]
    implied = implied_sample(
        published["production_efficiency"]["t_value"][0],
        published["market_capitalization"]["t_value"][2],
        published["r_squared"][0],
        published["r_squared"][2],
    )
    table = info_sen_table(published, (implied.fewest, implied.most), panels, read_tidy(snakemake.input.information))
    write_table(table, snakemake.output)
