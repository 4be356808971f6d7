"""Informativeness and sensitivity of every firm of a panel, and the cross-section (INFO-SEN)."""

from frictions.data.jobs import job
from frictions.data.tables import read_arrays, write_tidy
from frictions.efficiency.firm_panel import exclusion_table
from frictions.efficiency.info_sen import (
    InfoSenSettings,
    cross_section,
    estimate_firms,
    firm_table,
    incomplete_firms,
    regression_table,
    variants_table,
)
from frictions.efficiency.informativeness import InformativenessSettings
from frictions.efficiency.panel_arrays import unpack_panel

WITHIN_FIRM = ("winsorise", "minimum_observations", "leverage_limit")

with job(snakemake):
    chosen = snakemake.params.estimates
    within = {key: chosen[key] for key in WITHIN_FIRM}
    across = {key: value for key, value in chosen.items() if key not in WITHIN_FIRM}
    settings = InfoSenSettings(informativeness=InformativenessSettings(**within), **across)
    measures, sensitivities = snakemake.params.measures, snakemake.params.sensitivities
    estimates = estimate_firms(unpack_panel(read_arrays(snakemake.input.panel)), settings)
    columns = cross_section(estimates, measures[0], sensitivities[0], settings)
    write_tidy(firm_table(estimates), snakemake.output.firms)
    write_tidy(regression_table(columns), snakemake.output.regression)
    write_tidy(variants_table(estimates, measures, sensitivities, settings), snakemake.output.variants)
    incomplete = incomplete_firms(estimates, measures[0], sensitivities[0])
    write_tidy(exclusion_table((*estimates.exclusions, incomplete)), snakemake.output.exclusions)
