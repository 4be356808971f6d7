"""Second moments implied by impulse responses to one shock (Tables 1.3 and 1.6).

With one white-noise shock a variable is a moving average whose weights are its impulse response, so that
``cov(x_t, y_{t-k})`` is the sum over horizons of ``x(h) y(h-k)`` times the variance of the shock, which cancels from
every moment below. A vector autoregression and a model that share these functions are compared like with like.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.options import checked_options

BUSINESS_CYCLE_MOMENTS = (
    "corr_IS_S",
    "corr_IS_Y",
    "corr_Y_dI",
    "corr_Y_S",
    "corr_Y_pi",
    "autocorr_dpi",
    "sd_pi_over_y",
    "sd_IS_over_S",
    "sd_w_over_y",
)
"""The moments of Table 1.3, in its order."""

MONEY_MOMENTS = (
    "corr_IS_S",
    "autocorr_IS",
    "corr_Y_dI",
    "sd_IS_over_S",
    "sd_y_over_S",
    "elasticity_IS_S",
    "elasticity_I_S",
)
"""The moments of Table 1.6, in its order."""

MomentTable = Literal["business_cycle", "money"]
"""Which moments: those of Table 1.3 or those of Table 1.6."""

RESPONSES = ("output", "inflation", "inventory_sales", "inventories", "unit_labor_cost")
"""The responses that the moments need."""


class InvalidResponses(FrictionsError):
    """The responses lack a series, differ in length, are too short or are not finite; the message names the series."""


class UndefinedMoment(FrictionsError):
    """A moment divides by a variance that is zero; the message names the moment and the series that do not move."""


def ordered_responses(responses: Mapping[str, Array]) -> Array:
    """Check the responses and put them in the order of ``RESPONSES``.

    Parameters
    ----------
    responses : mapping of str to (horizons,) array
        Must hold the series named in ``RESPONSES``; others are ignored. A model's real wage serves as unit labour
        cost under the name ``real_wage`` if ``unit_labor_cost`` is absent.

    Returns
    -------
    (5, horizons) array

    Raises
    ------
    InvalidResponses
        If a series is missing, not one-dimensional, of another length, shorter than 3 or not finite.
    """
    rows: list[Array] = []
    for name in RESPONSES:
        key = "real_wage" if name == "unit_labor_cost" and name not in responses else name
        if key not in responses:
            raise InvalidResponses(f"the responses lack the series {name!r}; they hold {sorted(responses)}")
        row = np.asarray(responses[key], dtype=float)
        if row.ndim != 1 or row.size < 3 or (rows and row.size != rows[0].size):
            raise InvalidResponses(f"series {key!r} has shape {row.shape}; all need one common length of 3 or more")
        if not np.all(np.isfinite(row)):
            raise InvalidResponses(f"series {key!r} has a value that is not finite")
        rows.append(row)
    return np.array(rows)


def business_cycle_moments(responses: Mapping[str, Array]) -> dict[str, float]:
    """Compute the population moments of Table 1.3 implied by the responses to one white-noise shock.

    Parameters
    ----------
    responses : mapping of str to (horizons,) array
        Responses of output, inflation, the inventory-sales ratio, inventories and unit labour cost (or the real
        wage), in percent, from the period of the shock on. They should be long enough to have died out; what lies
        beyond the last horizon counts as zero.

    Returns
    -------
    dict of str to float
        Keys as in ``BUSINESS_CYCLE_MOMENTS``. S is sales, the difference between inventories and the ratio; dI the
        change in inventories; dpi the change in inflation, whose first autocorrelation is reported.

    Raises
    ------
    InvalidResponses
        If a series is missing or malformed.
    UndefinedMoment
        If a series that a moment divides by does not move.

    Examples
    --------
    >>> import numpy as np
    >>> decay = 0.5 ** np.arange(60)
    >>> moments = business_cycle_moments(
    ...     {"output": -decay, "inflation": -decay, "inventory_sales": decay, "inventories": 0.5 * decay,
    ...      "unit_labor_cost": -2 * decay}
    ... )
    >>> round(moments["corr_IS_S"], 6), round(moments["sd_w_over_y"], 6)
    (-1.0, 2.0)
    """
    return _table_1_3(*ordered_responses(responses), centre=False)


def money_moments(responses: Mapping[str, Array]) -> dict[str, float]:
    """Compute the population moments of Table 1.6 implied by the responses to one shock.

    Parameters
    ----------
    responses : mapping of str to (horizons,) array
        As for ``business_cycle_moments``.

    Returns
    -------
    dict of str to float
        Keys as in ``MONEY_MOMENTS``; the elasticities are the slopes of the regressions of the ratio and of
        inventories on sales.

    Raises
    ------
    InvalidResponses, UndefinedMoment
        As for ``business_cycle_moments``.
    """
    return _table_1_6(*ordered_responses(responses), centre=False)


@checked_options
def sampled_moments(
    responses: Mapping[str, Array],
    length: int,
    samples: int,
    seed: np.random.SeedSequence,
    table: MomentTable = "business_cycle",
) -> dict[str, Array]:
    """Moments in simulated samples of a given length, for their sampling spread.

    Parameters
    ----------
    responses : mapping of str to (horizons,) array
        As for ``business_cycle_moments``. Each sample starts after as many periods as there are horizons.
    length : int
        Quarters a sample, at least 4.
    samples : int
        Number of samples.
    seed : numpy.random.SeedSequence
        One child is spawned for each sample, so that a sample does not depend on how many there are.
    table : {"business_cycle", "money"}
        Moments of Table 1.3, or of Table 1.6.

    Returns
    -------
    dict of str to (samples,) array
        Each moment in each sample, computed from deviations from the sample mean.

    Raises
    ------
    InvalidResponses
        If a series is missing or malformed, or ``length`` or ``samples`` is too small.
    """
    # Imported here, because most of those who import this module compute no moments of samples and need not wait.
    from scipy.fft import irfft, next_fast_len, rfft

    if length < 4 or samples < 1:
        raise InvalidResponses(f"need length >= 4 and samples >= 1, got length={length} and samples={samples}")
    weights = ordered_responses(responses)
    money = table == "money"
    names, compute = (MONEY_MOMENTS, _table_1_6) if money else (BUSINESS_CYCLE_MOMENTS, _table_1_3)
    # The differences need one period before the sample.
    burn_in = weights.shape[1]
    drawn: list[Sequence[float]] = []
    # A fresh copy, because spawn() advances the sequence that it is given.
    # A convolution by hand: scipy.signal takes longer to import than a job that needs it to run.
    size = next_fast_len(2 * burn_in + length - 1, real=True)
    filters = rfft(weights, size)
    root = np.random.SeedSequence(seed.entropy, spawn_key=seed.spawn_key, pool_size=seed.pool_size)
    for child in root.spawn(samples):
        shocks = np.random.default_rng(child).standard_normal(burn_in + length)
        paths = irfft(filters * rfft(shocks, size), size)[:, burn_in - 1 : burn_in + length]
        drawn.append(list(compute(*paths, centre=True).values()))
    return dict(zip(names, np.array(drawn).T, strict=True))


def _table_1_3(
    output: Array, inflation: Array, ratio: Array, inventories: Array, labor_cost: Array, *, centre: bool
) -> dict[str, float]:
    """Compute the moments from responses, or from a sample whose first period only serves the differences."""
    sales = inventories - ratio
    if centre:
        investment, acceleration = np.diff(inventories), np.diff(inflation)
        series = (output[1:], inflation[1:], ratio[1:], labor_cost[1:], sales[1:], investment, acceleration)
        output, inflation, ratio, labor_cost, sales, investment, acceleration = (row - row.mean() for row in series)
    else:
        investment, acceleration = np.diff(inventories, prepend=0.0), np.diff(inflation, prepend=0.0)
    return {
        "corr_IS_S": _correlation("corr_IS_S", ratio, sales),
        "corr_IS_Y": _correlation("corr_IS_Y", ratio, output),
        "corr_Y_dI": _correlation("corr_Y_dI", output, investment),
        "corr_Y_S": _correlation("corr_Y_S", output, sales),
        "corr_Y_pi": _correlation("corr_Y_pi", output, inflation),
        "autocorr_dpi": _divide(
            "autocorr_dpi", float(acceleration[1:] @ acceleration[:-1]), float(acceleration @ acceleration)
        ),
        "sd_pi_over_y": _spread_ratio("sd_pi_over_y", inflation, output),
        "sd_IS_over_S": _spread_ratio("sd_IS_over_S", ratio, sales),
        "sd_w_over_y": _spread_ratio("sd_w_over_y", labor_cost, output),
    }


def _table_1_6(
    output: Array, inflation: Array, ratio: Array, inventories: Array, labor_cost: Array, *, centre: bool
) -> dict[str, float]:
    """Compute the moments of Table 1.6; arguments as for Table 1.3, inflation and labour cost are not needed."""
    sales = inventories - ratio
    if centre:
        series = (output[1:], ratio[1:], inventories[1:], sales[1:], np.diff(inventories))
        output, ratio, inventories, sales, investment = (row - row.mean() for row in series)
    else:
        investment = np.diff(inventories, prepend=0.0)
    return {
        "corr_IS_S": _correlation("corr_IS_S", ratio, sales),
        "autocorr_IS": _divide("autocorr_IS", float(ratio[1:] @ ratio[:-1]), float(ratio @ ratio)),
        "corr_Y_dI": _correlation("corr_Y_dI", output, investment),
        "sd_IS_over_S": _spread_ratio("sd_IS_over_S", ratio, sales),
        "sd_y_over_S": _spread_ratio("sd_y_over_S", output, sales),
        "elasticity_IS_S": _divide("elasticity_IS_S", float(ratio @ sales), float(sales @ sales)),
        "elasticity_I_S": _divide("elasticity_I_S", float(inventories @ sales), float(sales @ sales)),
    }


def _divide(moment: str, numerator: float, denominator: float) -> float:
    if denominator <= 0.0:
        raise UndefinedMoment(f"{moment} is undefined: a series in its denominator does not move")
    return numerator / denominator


def _correlation(moment: str, x: Array, y: Array) -> float:
    return _divide(moment, float(x @ y), float(np.sqrt((x @ x) * (y @ y))))


def _spread_ratio(moment: str, x: Array, y: Array) -> float:
    return float(np.sqrt(_divide(moment, float(x @ x), float(y @ y))))
