"""Relative price informativeness by firm (Davila and Parlatore).

For each firm the change of the log price is regressed on current growth of the payoff (short) and on current and next
growth (long). Relative informativeness is the share of the short regression's residual variance that next growth
explains; with an uninformative price its mean is about 1/(T-2), not zero.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from frictions.arrays import Array
from frictions.efficiency.firm_regression import Integers, partial_r_squared, regress_by_firm
from frictions.efficiency.parameters import InvalidParameter

Flags: TypeAlias = npt.NDArray[np.bool_]
"""One truth value a firm."""


@dataclass(frozen=True)
class InformativenessSettings:
    """Choices of the estimator.

    Raises
    ------
    InvalidParameter
        If a value is outside its range.
    """

    winsorise: float = 0.025
    """Share cut in each tail, within firm, of prices and of payoffs."""
    minimum_observations: int = 40
    """Complete rows a firm must have."""
    leverage_limit: float = 0.95
    """A firm with an observation of at least this leverage is dropped."""

    def __post_init__(self) -> None:
        if not 0.0 <= self.winsorise < 0.5:
            raise InvalidParameter(f"winsorise = {self.winsorise} must lie in [0, 0.5)")
        if self.minimum_observations < 5:
            raise InvalidParameter(f"minimum_observations = {self.minimum_observations} must be at least five")
        if self.leverage_limit <= 0.0:
            raise InvalidParameter(f"leverage_limit = {self.leverage_limit} must be positive")


@dataclass(frozen=True)
class Informativeness:
    """Estimates by firm, each (firms,); a firm that is not ``kept`` still shows what could be computed."""

    relative: Array
    r""":math:`\tau^R=(R^2_{long}-R^2_{short})/(1-R^2_{short})`."""
    absolute: Array
    r""":math:`\tau_\pi=\beta_1^2/\hat\sigma^2_{long}`."""
    current_slope: Array
    r""":math:`\beta_0`."""
    future_slope: Array
    r""":math:`\beta_1`."""
    r_squared_long: Array
    r_squared_short: Array
    observations: Integers
    max_leverage: Array
    kept: Flags
    """Firms that count."""
    too_short: Flags
    """Fewer rows than the minimum."""
    degenerate: Flags
    """Enough rows, but a variable does not vary."""
    high_leverage: Flags
    """Dropped for leverage alone."""
    null_mean: Array
    """Mean of the relative measure were the price uninformative, 1/(T-2) or with seasons 1/(T-1-seasons)."""


def winsorise_by_firm(values: Array, share: float) -> Array:
    """Clip each firm's values to its own quantiles ``share`` and ``1 - share``; missing values stay missing.

    Quantiles interpolate linearly between order statistics (type 7).
    """
    ordered = np.sort(values, axis=1)
    count = np.isfinite(values).sum(axis=1)
    last = np.maximum(count - 1, 0)

    def quantile(probability: float) -> Array:
        position = probability * last
        low = np.floor(position).astype(np.int64)
        high = np.minimum(low + 1, last)
        rows = np.arange(values.shape[0])
        return ordered[rows, low] + (position - low) * (ordered[rows, high] - ordered[rows, low])

    return np.clip(values, quantile(share)[:, None], quantile(1.0 - share)[:, None])


def payoff_growth(payoff: Array) -> Array:
    r"""Growth (firms, periods) by the authors' rule; the first period is missing.

    :math:`x_t/x_{t-1}-1` from a positive base, :math:`x_t/|x_{t-1}|+1` from a negative one, missing from zero.
    """
    growth = np.full(payoff.shape, np.nan)
    base = payoff[:, :-1]
    magnitude = np.where(base == 0.0, np.nan, np.abs(base))
    growth[:, 1:] = payoff[:, 1:] / magnitude - np.sign(base)
    return growth


def lag_price(price: Array, periods: int) -> Array:
    """Pair each date with the price ``periods`` later, when the payoff is known; the last dates are missing.

    Raises
    ------
    InvalidParameter
        If ``periods`` is negative.
    """
    if periods < 0:
        raise InvalidParameter(f"price_lag = {periods} must not be negative")
    later = np.full(price.shape, np.nan)
    later[:, : price.shape[1] - periods] = price[:, periods:]
    return later


def price_changes(price: Array) -> Array:
    """Take changes of the log price (firms, periods); the first period is missing."""
    changes = np.full(price.shape, np.nan)
    changes[:, 1:] = np.diff(np.log(price), axis=1)
    return changes


def relative_informativeness(
    change: Array, growth: Array, settings: InformativenessSettings, season: Integers | None = None
) -> Informativeness:
    """Short and long regressions of every firm.

    Parameters
    ----------
    change, growth : (firms, periods) arrays
        Change of the log price and growth of the payoff, on consecutive periods; missing values are nan.
    settings : InformativenessSettings
    season : (periods,) array of int, optional
        Season of each period, for a constant each (quarterly data).
    """
    following = np.full(growth.shape, np.nan)
    following[:, :-1] = growth[:, 1:]
    # Both regressions use the rows of the long one.
    change = np.where(np.isfinite(following), change, np.nan)
    long = regress_by_firm(change, np.stack([growth, following], axis=2), season)
    short = regress_by_firm(change, growth[:, :, None], season)
    too_short = long.observations < settings.minimum_observations
    degenerate = ~too_short & ~(np.isfinite(long.r_squared) & np.isfinite(short.r_squared) & (short.r_squared < 1.0))
    leverage = np.maximum(long.max_leverage, short.max_leverage)
    high_leverage = ~too_short & ~degenerate & ~(leverage < settings.leverage_limit)
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = partial_r_squared(long, short)
        absolute = long.coefficients[:, 1] ** 2 / long.residual_variance
    constants = 1 if season is None else np.unique(season).size
    return Informativeness(
        relative=relative,
        absolute=absolute,
        current_slope=long.coefficients[:, 0],
        future_slope=long.coefficients[:, 1],
        r_squared_long=long.r_squared,
        r_squared_short=short.r_squared,
        observations=long.observations,
        max_leverage=leverage,
        kept=~too_short & ~degenerate & ~high_leverage,
        too_short=too_short,
        degenerate=degenerate,
        high_leverage=high_leverage,
        null_mean=1.0 / np.maximum(long.observations - 1 - constants, 1),
    )


def estimate_informativeness(
    price: Array, payoff: Array, settings: InformativenessSettings, season: Integers | None = None
) -> Informativeness:
    """Winsorise prices and payoffs within firm, take growth and estimate.

    Parameters
    ----------
    price : (firms, periods) array
        Positive, adjusted for splits, already lagged behind the payoff; nan where missing.
    payoff : (firms, periods) array
        Earnings, or what stands for them; nan where missing.
    """
    price = np.where(np.isfinite(payoff), price, np.nan)
    price = winsorise_by_firm(price, settings.winsorise)
    payoff = winsorise_by_firm(payoff, settings.winsorise)
    return relative_informativeness(price_changes(price), payoff_growth(payoff), settings, season)


def feedback_adjusted(payoff: Array, inputs: Array, elasticity: Array) -> Array:
    r"""Payoff without the feedback through the input: :math:`x_t/K_{t-1}^{b}`, (firms, periods).

    Parameters
    ----------
    payoff, inputs : (firms, periods) arrays
        The input of one date serves the payoff of the next.
    elasticity : (firms,) array
        Elasticity of income to the input, for instance the input share.
    """
    adjusted = np.full(payoff.shape, np.nan)
    positive = np.where(inputs[:, :-1] > 0.0, inputs[:, :-1], np.nan)
    adjusted[:, 1:] = payoff[:, 1:] / positive ** elasticity[:, None]
    return adjusted


def revelatory_informativeness(
    log_income: Array, log_input: Array, price: Array, controls: Array, elasticity: Array
) -> Array:
    r"""Partial R-squared (firms,) of the price for :math:`v_{t+1}-bk_t`, given controls of date t.

    Parameters
    ----------
    log_income, log_input, price : (firms, periods) arrays
    controls : (firms, periods, k) array
        What the firm knows besides the price: its disclosure and its dividend.
    elasticity : (firms,) array
    """
    adjusted = log_income[:, 1:] - elasticity[:, None] * log_input[:, :-1]
    known = controls[:, :-1]
    missing = ~np.isfinite(price[:, :-1])
    adjusted = np.where(missing, np.nan, adjusted)
    long = regress_by_firm(adjusted, np.concatenate([known, price[:, :-1, None]], axis=2))
    return partial_r_squared(long, regress_by_firm(adjusted, known))
