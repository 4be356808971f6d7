"""The stationary panel of one sample: Hamilton cycles of the variables with a unit root (section 1.5.1)."""

from frictions.data.jobs import job
from frictions.data.samples import LATEST, ending_first, sample_span
from frictions.data.tables import read_quarterly, read_tidy, write_tidy
from frictions.timeseries.detrending import detrended_panel
from frictions.timeseries.var import check_sample_length

with job(snakemake) as log:
    decisions = snakemake.params.published
    if snakemake.input.unit_roots:
        decisions = read_tidy(snakemake.input.unit_roots).set_index("variable")["decision"].to_dict()
    variables = read_quarterly(snakemake.input.variables)
    start, end = sample_span(variables, snakemake.params.sample)
    if snakemake.params.sample["end"] == LATEST:
        names = ", ".join(ending_first(variables))
        log.info("sample %s ends in %s, with %s", snakemake.wildcards.sample, end, names)
    panel = detrended_panel(
        variables,
        {name for name, decision in decisions.items() if decision == "filter"},
        start,
        end,
        horizon=snakemake.params.horizon,
        lags=snakemake.params.lags,
        window=snakemake.params.window,
    )
    if panel.index[0] > start:
        log.warning(
            "sample %s begins in %s, not %s: the data allow no more", snakemake.wildcards.sample, panel.index[0], start
        )
    check_sample_length(*panel.shape, snakemake.params.var_lags)
    write_tidy(panel, snakemake.output.panel)
