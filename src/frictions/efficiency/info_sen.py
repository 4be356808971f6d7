"""Informativeness and sensitivity of every firm of a panel, and the table of the cross-section."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from frictions.arrays import Array
from frictions.efficiency.cross_section import Column, four_columns
from frictions.efficiency.firm_panel import Exclusion, FirmPanel, to_annual
from frictions.efficiency.informativeness import (
    Informativeness,
    InformativenessSettings,
    estimate_informativeness,
    feedback_adjusted,
    lag_price,
    revelatory_informativeness,
    winsorise_by_firm,
)
from frictions.efficiency.parameters import InvalidParameter
from frictions.efficiency.sensitivity import (
    Sensitivities,
    controlled_slope,
    growth_slope,
    input_share,
    investment_rate,
    log_growth,
)


@dataclass(frozen=True)
class InfoSenSettings:
    """Choices of the cross-section.

    Raises
    ------
    InvalidParameter
        If a value is outside its range.
    """

    annual: bool = True
    """Sum four quarters first; quarterly estimates have a constant for each season."""
    year_end: int | None = None
    """Quarter in which years end; None counts each firm's years back from its last quarter."""
    price_lag: int = 1
    """Quarters between the end of a fiscal period and its price: earnings are public by then."""
    informativeness: InformativenessSettings = field(
        default_factory=lambda: InformativenessSettings(minimum_observations=14)
    )
    """Fourteen annual rows take sixteen years of earnings; the authors ask for twenty rows, or forty quarterly ones."""
    across: float = 0.01
    """Share winsorised in each tail across firms."""
    gross_rate: float = 1.03
    """Gross cost of a unit of input for the input share."""
    investment_rate: bool = True
    """S1 on investment over capital (data) rather than on growth of the input (model)."""
    seasonal: bool = True
    """A constant for each season in quarterly estimates; simulated panels have none."""

    def __post_init__(self) -> None:
        if not 0.0 <= self.across < 0.5:
            raise InvalidParameter(f"across = {self.across} must lie in [0, 0.5)")
        if self.gross_rate <= 0.0:
            raise InvalidParameter(f"gross_rate = {self.gross_rate} must be positive")
        if self.price_lag < 0:
            raise InvalidParameter(f"price_lag = {self.price_lag} must not be negative")


@dataclass(frozen=True)
class FirmEstimates:
    """Estimates by firm; arrays are (firms,)."""

    firms: tuple[str, ...]
    informativeness: Informativeness
    adjusted: Informativeness
    """Informativeness about earnings without the feedback through the input, by S3."""
    revelatory: Array
    """Partial R-squared of the price for adjusted income given the disclosure and the dividend; nan without them."""
    sensitivities: Sensitivities
    log_capitalization: Array
    """Log of the firm's mean price times shares."""
    exclusions: tuple[Exclusion, ...]


def estimate_firms(panel: FirmPanel, settings: InfoSenSettings) -> FirmEstimates:
    """Every measure for every firm of a quarterly panel, with the count of firms that each filter drops."""
    season = None
    if not settings.annual and settings.seasonal:
        season = np.asarray(panel.periods % 4, dtype=np.int64)
    lagged = lag_price(panel.price, settings.price_lag)
    capitalization = panel.price * panel.shares
    if settings.annual:
        # The price is lagged in quarters before years are formed.
        panel = to_annual(replace(panel, price=lagged), settings.year_end)
        lagged = panel.price

    share = input_share(panel.revenue, panel.capex, settings.gross_rate)
    plain = estimate_informativeness(lagged, panel.earnings, settings.informativeness, season)
    payoff = feedback_adjusted(panel.earnings, panel.capex, np.where(np.isfinite(share), share, 0.0))
    payoff = np.where(np.isfinite(share)[:, None], payoff, np.nan)
    adjusted = estimate_informativeness(lagged, payoff, settings.informativeness, season)

    log_income, log_input = np.log(panel.revenue), np.log(panel.capex)
    cut = settings.informativeness.winsorise
    growth = log_growth(panel.revenue)
    driver = investment_rate(panel.capex, panel.assets) if settings.investment_rate else log_growth(panel.capex)
    if settings.investment_rate:
        growth, driver = winsorise_by_firm(growth, cut), winsorise_by_firm(driver, cut)
    controls = np.stack([panel.disclosure, panel.price, panel.dividend], axis=2)
    known = np.stack([panel.disclosure, panel.dividend], axis=2)
    sensitivities = Sensitivities(
        growth_slope(growth, driver), controlled_slope(log_income, log_input, controls), share
    )
    filters = [
        ("fewer complete rows than the minimum", plain.too_short),
        ("a variable without variation", plain.degenerate),
        ("an observation of high leverage", plain.high_leverage),
    ]
    dropped = tuple(
        Exclusion(rule, "firms", int(flag.sum()), tuple(np.array(panel.firms)[flag].tolist())) for rule, flag in filters
    )
    return FirmEstimates(
        firms=panel.firms,
        informativeness=plain,
        adjusted=adjusted,
        revelatory=revelatory_informativeness(log_income, log_input, panel.price, known, share),
        sensitivities=sensitivities,
        log_capitalization=np.log(_row_mean(capitalization)),
        exclusions=(*panel.exclusions, *dropped),
    )


def cross_section(
    estimates: FirmEstimates, measure: str, definition: str, settings: InfoSenSettings
) -> tuple[Column, Column, Column, Column]:
    """Four columns for one measure of informativeness and one definition of sensitivity.

    Parameters
    ----------
    estimates : FirmEstimates
    measure : {"informativeness", "adjusted", "revelatory"}
    definition : {"growth_slope", "controlled_slope", "input_share"}
    settings : InfoSenSettings

    Raises
    ------
    InvalidParameter
        If a name is not one of these.
    TooFewFirms
        If too few firms have both.
    """
    info = kept_measure(estimates, measure)
    if definition not in ("growth_slope", "controlled_slope", "input_share"):
        raise InvalidParameter(f"definition = {definition!r} is not growth_slope, controlled_slope or input_share")
    sensitivity = getattr(estimates.sensitivities, definition)
    return four_columns(info, sensitivity, estimates.log_capitalization, settings.across)


def kept_measure(estimates: FirmEstimates, measure: str) -> Array:
    """One measure (firms,), nan for firms that its filters drop.

    Raises
    ------
    InvalidParameter
        If the measure has another name.
    """
    if measure == "revelatory":
        return np.where(estimates.informativeness.kept, estimates.revelatory, np.nan)
    if measure not in ("informativeness", "adjusted"):
        raise InvalidParameter(f"measure = {measure!r} is not informativeness, adjusted or revelatory")
    chosen: Informativeness = getattr(estimates, measure)
    return np.where(chosen.kept, chosen.relative, np.nan)


def incomplete_firms(estimates: FirmEstimates, measure: str, definition: str) -> Exclusion:
    """Firms whose measure counts, but that lack the sensitivity or the market capitalisation of the regressions."""
    complete = np.isfinite(getattr(estimates.sensitivities, definition)) & np.isfinite(estimates.log_capitalization)
    missing = np.isfinite(kept_measure(estimates, measure)) & ~complete
    names = tuple(np.array(estimates.firms)[missing].tolist())
    return Exclusion("no sensitivity or market capitalization", "firms", len(names), names)


def firm_table(estimates: FirmEstimates) -> pd.DataFrame:
    """One row a firm, every estimate, with the reason where informativeness was dropped."""
    info, adjusted = estimates.informativeness, estimates.adjusted
    reason = np.select(
        [info.too_short, info.degenerate, info.high_leverage], ["too_short", "degenerate", "high_leverage"], default=""
    )
    return pd.DataFrame(
        {
            "firm": estimates.firms,
            "informativeness": info.relative,
            "absolute_informativeness": info.absolute,
            "null_mean": info.null_mean,
            "adjusted_informativeness": adjusted.relative,
            "revelatory_informativeness": estimates.revelatory,
            "growth_slope": estimates.sensitivities.growth_slope,
            "controlled_slope": estimates.sensitivities.controlled_slope,
            "input_share": estimates.sensitivities.input_share,
            "log_capitalization": estimates.log_capitalization,
            "observations": info.observations,
            "max_leverage": info.max_leverage,
            "kept": info.kept,
            "adjusted_kept": adjusted.kept,
            "reason": reason,
        }
    )


def regression_table(columns: Sequence[Column]) -> pd.DataFrame:
    """Columns column, regressor, coefficient, t_value, standard_errors (classic, robust), r_squared, observations."""
    rows = [
        (
            column.number,
            name,
            float(column.regression.coefficients[k]),
            float(column.t_values[k]),
            "robust" if column.robust else "classic",
            column.regression.r_squared,
            column.regression.observations,
        )
        for column in columns
        for k, name in enumerate(column.regression.names)
    ]
    names = ["column", "regressor", "coefficient", "t_value", "standard_errors", "r_squared", "observations"]
    return pd.DataFrame(rows, columns=names)


def variants_table(
    estimates: FirmEstimates, measures: Sequence[str], definitions: Sequence[str], settings: InfoSenSettings
) -> pd.DataFrame:
    """Columns measure, sensitivity and those of `regression_table`, for every pair of names.

    Raises
    ------
    InvalidParameter, TooFewFirms
        As in `cross_section`.
    """
    frames = []
    for measure in measures:
        for definition in definitions:
            frame = regression_table(cross_section(estimates, measure, definition, settings))
            frame.insert(0, "sensitivity", definition)
            frame.insert(0, "measure", measure)
            frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def _row_mean(values: Array) -> Array:
    count = np.isfinite(values).sum(axis=1)
    total = np.where(np.isfinite(values), values, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
