"""Business-cycle moments when aggregate productivity is an AR(1): read off the Jacobians, nothing is solved again."""

from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.reallocation.efficiency import log_marginal_product, marginal_product_shape
from frictions.reallocation.errors import InvalidParameter
from frictions.reallocation.linear_algebra import weighted_sum
from frictions.reallocation.linearisation import SUMS, Linearisation, linearise, stationary_sums
from frictions.reallocation.markets import aggregates_from_sums, price_of_bundle
from frictions.reallocation.stationary import Stationary

CYCLE_VARIABLES = (
    "productivity",
    "output",
    "consumption",
    "investment",
    "capital",
    "labor",
    "price_used",
    "lemon_share",
    "good_sales",
    "reallocation",
    "reallocation_rate",
    "reallocation_cost",
    "mpk_ratio",
    "mpk_dispersion",
    "tfp_end",
)
"""All in logs but ``lemon_share`` and ``mpk_dispersion`` (the standard deviation of a log), which are in levels.

``reallocation_rate`` is reallocation over capital; ``reallocation_cost`` is 1 - p / rho, the loss on capital that is
bought as a bundle and sold again."""


@dataclass(frozen=True)
class Moments:
    """Second moments of one variable over the cycle.

    Attributes
    ----------
    relative_sd : float
        Standard deviation over that of output.
    correlation : float
        Correlation with output of the same year.
    autocorrelation : float
        First-order.
    elasticity : float
        Regression coefficient on output: percent (or points) per percent of output.
    """

    relative_sd: float
    correlation: float
    autocorrelation: float
    elasticity: float


@dataclass(frozen=True)
class BusinessCycle:
    """Moments of an economy with AR(1) productivity.

    Attributes
    ----------
    persistence : float
        Autoregressive coefficient of log Z.
    smoothing : float
        Weight of the Hodrick-Prescott filter; infinity is no filter.
    responses : dict of (T,) arrays
        First-order responses to a one-percent innovation, in percent.
    moments : dict of Moments
    truncation : float
        Largest share of a variable's unfiltered variance that lies in the last tenth of the horizon; a bound on what
        the finite horizon leaves out.
    """

    persistence: float
    smoothing: float
    responses: dict[str, Array]
    moments: dict[str, Moments]
    truncation: float


def cycle_states(found: Stationary) -> dict[str, Array]:
    """Functions of the state whose sums give the dispersion and the ratio of marginal products."""
    space, shape = found.space, found.space.shape
    logs = np.ascontiguousarray(np.broadcast_to(log_marginal_product(found.economy, space), shape))
    at_hand = np.broadcast_to(space.capital[:, None], shape)
    products = marginal_product_shape(found.economy, space, at_hand)
    states = {"log_product": logs, "log_product_squared": logs**2}
    for name, z in (("product_high", shape[0] - 1), ("product_low", 1)):
        states[name] = np.zeros(shape)
        states[name][z] = products[z]
    return states


def linearise_cycle(found: Stationary, horizons: int) -> Linearisation:
    """Linearisation that carries the sums needed for the moments."""
    return linearise(found, horizons, cycle_states(found))


def cycle_statistics(found: Stationary, point: Array) -> Array:
    """Compute the cycle variables from p, lambda^M, w, Z, the sums of `SUMS` and those of `cycle_states`, in order."""
    economy = found.economy
    price_used, lemon_share, wage, productivity = point[:4]
    given = (price_used, lemon_share, wage)
    # Consumption of entrepreneurs is not a sum here: Walras' law gives total consumption.
    aggregates = aggregates_from_sums(economy, given, productivity, (*point[4:9], 0.0))
    output, capital = float(aggregates.output), float(aggregates.capital)
    log_mean, log_square, high, low = point[9:]
    weights = found.distribution.sum(axis=(1, 2))
    cost = float(price_of_bundle(economy, price_used, lemon_share))
    spread = log_square - log_mean**2
    labor = float(aggregates.labor)
    measured = np.log(output) - economy.capital_exponent * np.log(capital) - economy.labor_exponent * np.log(labor)
    return np.array(
        [
            np.log(productivity),
            np.log(output),
            np.log(output - float(aggregates.new_investment)),
            np.log(float(aggregates.new_investment)),
            np.log(capital),
            np.log(labor),
            np.log(price_used),
            lemon_share,
            np.log(float(aggregates.good_sales)),
            np.log(float(aggregates.reallocation)),
            np.log(float(aggregates.reallocation) / capital),
            np.log(1.0 - price_used / cost) if price_used < cost else 0.0,
            np.log(high / weights[-1]) - np.log(low / weights[1]),
            np.sqrt(spread),
            measured - np.log(productivity),
        ]
    )


def cycle_responses(linear: Linearisation, persistence: float) -> dict[str, Array]:
    """First-order responses of the cycle variables to a one-percent innovation in log Z, in percent.

    Parameters
    ----------
    linear : Linearisation
        From `linearise_cycle`.
    persistence : float
        Autoregressive coefficient of log Z, at least 0 and below 1.

    Returns
    -------
    dict of (T,) arrays
    """
    if not 0.0 <= persistence < 1.0:
        raise InvalidParameter("persistence", persistence, "at least 0 and below 1")
    found, horizons = linear.stationary, linear.horizons
    states = cycle_states(found)
    decay = np.power(persistence, np.arange(horizons, dtype=np.float64))
    productivity: Array = found.economy.aggregate_productivity * decay
    stacked = np.concatenate([linear.price_response(productivity), productivity])
    names = (*SUMS, *states)
    sums = [np.einsum("ts,s->t", linear.sums[name], stacked) for name in names]
    prices = stacked[: 4 * horizons].reshape(4, horizons)
    moves = np.vstack([prices[:3], productivity, *sums])

    given = found.prices
    base = np.concatenate(
        [
            [given.price_used, given.lemon_share, given.wage, found.economy.aggregate_productivity],
            stationary_sums(found),
            [weighted_sum(found.distribution, state) for state in states.values()],
        ]
    )
    columns = []
    for i in range(base.size):
        step = np.zeros(base.size)
        step[i] = 1e-6
        columns.append((cycle_statistics(found, base + step) - cycle_statistics(found, base - step)) / 2e-6)
    responses = np.einsum("vi,it->vt", np.column_stack(columns), moves)
    return dict(zip(CYCLE_VARIABLES, responses, strict=True))


def second_moments(
    responses: dict[str, Array], smoothing: float = np.inf, frequencies: int = 4096
) -> dict[str, Moments]:
    """Moments of variables that are moving averages of one white noise, filtered or not.

    Parameters
    ----------
    responses : dict of (T,) arrays
        Moving-average coefficients; ``output`` is the reference.
    smoothing : float
        Weight of the Hodrick-Prescott filter; infinity leaves the variables as they are.
    frequencies : int
        Number of frequencies, at least twice T.

    Returns
    -------
    dict of Moments
    """
    omega = 2.0 * np.pi * np.arange(frequencies) / frequencies
    bend = 4.0 * (1.0 - np.cos(omega)) ** 2
    gain = np.ones(frequencies) if np.isinf(smoothing) else smoothing * bend / (1.0 + smoothing * bend)
    spectra = {name: np.fft.fft(path, frequencies) * gain for name, path in responses.items()}
    reference = spectra["output"]
    output_variance = float(np.mean(np.abs(reference) ** 2))
    moments = {}
    for name, spectrum in spectra.items():
        power = np.abs(spectrum) ** 2
        variance = float(np.mean(power))
        covariance = float(np.mean((spectrum * np.conj(reference)).real))
        lagged = float(np.mean(power * np.cos(omega)))
        flat = variance <= 1e-24 * output_variance
        moments[name] = Moments(
            relative_sd=float(np.sqrt(variance / output_variance)),
            correlation=float("nan") if flat else covariance / float(np.sqrt(variance * output_variance)),
            autocorrelation=float("nan") if flat else lagged / variance,
            elasticity=covariance / output_variance,
        )
    return moments


def business_cycle(linear: Linearisation, persistence: float, smoothing: float = np.inf) -> BusinessCycle:
    """Moments of reallocation and of the dispersion of marginal products over the cycle.

    Parameters
    ----------
    linear : Linearisation
        From `linearise_cycle`.
    persistence : float
        Autoregressive coefficient of log Z.
    smoothing : float
        Weight of the Hodrick-Prescott filter (100 is usual for years); infinity is no filter.

    Returns
    -------
    BusinessCycle
    """
    responses = cycle_responses(linear, persistence)
    tail = linear.horizons - max(linear.horizons // 10, 1)
    shares = [
        float(np.sum(path[tail:] ** 2) / np.sum(path**2)) for path in responses.values() if np.any(np.abs(path) > 1e-12)
    ]
    return BusinessCycle(
        persistence=persistence,
        smoothing=smoothing,
        responses=responses,
        moments=second_moments(responses, smoothing),
        truncation=max(shares),
    )


def reallocation_facts(found: Stationary, cycle: BusinessCycle, depth: float = 2.0) -> dict[str, float]:
    """Counterparts of the facts of Eisfeldt and Rampini (2006) that the source cites.

    Parameters
    ----------
    found : Stationary
    cycle : BusinessCycle
        Moments of the same economy.
    depth : float
        How far output is below its mean in a recession, percent.

    Returns
    -------
    dict of float
        ``reallocation_share``: used goods over all investment goods bought (their 0.286);
        ``reallocation_correlation`` and ``dispersion_correlation``: with output (strongly positive; negative);
        ``cost_in_recession``: cost of reallocation 1 - p / rho in a recession over its mean (their 2.6).
    """
    used, new = float(found.aggregates.used_investment), float(found.aggregates.new_investment)
    return {
        "reallocation_share": used / (used + new),
        "reallocation_correlation": cycle.moments["reallocation"].correlation,
        "dispersion_correlation": cycle.moments["mpk_dispersion"].correlation,
        "cost_in_recession": float(np.exp(-0.01 * depth * cycle.moments["reallocation_cost"].elasticity)),
    }
