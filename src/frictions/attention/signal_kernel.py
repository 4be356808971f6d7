"""Optimal single signals about a moving average, compiled.

The state holds the last L shocks and the sum of all earlier ones, in units of the shock's standard deviation; a
target is a row of loadings on it. With one signal the iteration of :mod:`frictions.attention.riccati` needs only the
leading eigenvector of benefit times prior, which a few multiplications keep up to date, and moving the state on is a
shift. A step costs microseconds instead of the milliseconds of an eigenvalue decomposition.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from frictions.arrays import Array


@njit(cache=True)
def _refresh(prior: Array, benefit: Array, signal: Array) -> tuple[Array, Array, float]:
    """Two steps towards the leading eigenvector g of benefit times prior, scaled so that g' prior g = 1.

    Returns g, prior times g, and the eigenvalue. One step would leave g so crude in the first iterations that the
    benefit could lose its definiteness.
    """
    outward = prior @ signal
    for _ in range(2):
        image = benefit @ outward
        outward = prior @ image
        scale = np.sqrt(image @ outward)
        signal = image / scale
        outward /= scale
    return signal, outward, float(outward @ (benefit @ outward))


@njit(cache=True)
def _advance(
    value: Array,
    permanent: bool,
    cost: float,
    discount: float,
    prior: Array,
    benefit: Array,
    signal: Array,
    outward: Array,
    eigenvalue: float,
    next_prior: Array,
    next_benefit: Array,
) -> float:
    """Learn from one signal, move one period on, and value the new benefit; fills the last two arguments.

    Returns the largest change of the benefit over its largest entry.
    """
    size = len(signal)
    last = size - 1
    learned = max(1.0 - cost / eigenvalue, 0.0)
    excess = max(eigenvalue - cost, 0.0)
    next_prior[0, :] = 0.0
    next_prior[:, 0] = 0.0
    next_prior[0, 0] = 1.0
    for i in range(1, size):
        step = learned * outward[i - 1]
        for j in range(1, size):
            next_prior[i, j] = prior[i - 1, j - 1] - step * outward[j - 1]
    if permanent:
        # The sum of old shocks takes up the one that leaves the window.
        for j in range(1, last):
            next_prior[last, j] += prior[last, j - 1] - learned * outward[last] * outward[j - 1]
            next_prior[j, last] = next_prior[last, j]
        both = outward[last] + outward[last - 1]
        next_prior[last, last] = (
            prior[last, last] + 2.0 * prior[last, last - 1] + prior[last - 1, last - 1] - learned * both * both
        )
    else:
        next_prior[last, :] = 0.0
        next_prior[:, last] = 0.0
    change, largest = 0.0, 0.0
    for i in range(size):
        a = min(i + 1, last)
        step = excess * signal[a]
        for j in range(last):
            next_benefit[i, j] = value[i, j] + discount * (benefit[a, j + 1] - step * signal[j + 1])
        next_benefit[i, last] = value[i, last] + discount * (benefit[a, last] - step * signal[last])
        for j in range(size):
            change = max(change, abs(next_benefit[i, j] - benefit[i, j]))
            largest = max(largest, abs(next_benefit[i, j]))
    return change / largest


@njit(cache=True)
def cost_at_capacity(eigenvalues: Array, active: npt.NDArray[np.bool_], capacity: float) -> float:
    """Cost of a nat at which the active signals together carry ``capacity`` bits: the marginal value is equalised."""
    order = np.sort(eigenvalues[active])[::-1]
    level = 0.0
    for count in range(len(order), 0, -1):
        level = np.exp(np.log(order[:count]).sum() / count - 2.0 * np.log(2.0) * capacity / count)
        if level < order[count - 1]:
            break
    return level


@njit(cache=True)
def iterate_signals(
    values: Array,
    permanent: npt.NDArray[np.bool_],
    active: npt.NDArray[np.bool_],
    cost: float,
    capacity: float,
    discount: float,
    priors: Array,
    benefits: Array,
    signals: Array,
    tolerance: float,
    max_iterations: int,
) -> tuple[Array, Array, Array, Array, Array, float, int, float]:
    """Iterate on the optimal signals of d decisions with one cost of information.

    Parameters
    ----------
    values : (d, n, n) array
        ``H H'`` of each decision, n = L + 1.
    permanent : (d,) boolean array
        Whether the target loads on the sum of old shocks; otherwise that state is dropped.
    active : (d,) boolean array
        Decisions that may receive a signal.
    cost : float
        Cost of a nat over the variance of the shock; ignored if ``capacity`` is positive.
    capacity : float
        Bits a period of all decisions together; the cost is then found. Zero if the cost is given.
    discount : float
        Discount factor.
    priors, benefits : (d, n, n) arrays
        Where to start.
    signals : (d, n) array
        Where to start: weights of the signal.
    tolerance, max_iterations : float, int
        When to stop: relative change of benefit, prior along the signal, and cost.

    Returns
    -------
    priors, benefits : (d, n, n) arrays
        Where the iteration stands.
    signals, outward : (d, n) arrays
        Weights g of the signal, scaled to g' prior g = 1, and prior times g.
    eigenvalues : (d,) array
        Value of a signal in the units of the cost; nothing is learned where it is below.
    cost : float
    iterations : int
    residual : float
    """
    decisions, size = signals.shape
    priors, benefits, signals = priors.copy(), benefits.copy(), signals.copy()
    outward = np.zeros((decisions, size))
    eigenvalues = np.zeros(decisions)
    next_prior, next_benefit = np.empty((size, size)), np.empty((size, size))
    residual = np.inf
    iterations = 0
    for d in range(decisions):
        outward[d] = priors[d] @ signals[d]
    while iterations < max_iterations and residual >= tolerance:
        iterations += 1
        residual = 0.0
        for d in range(decisions):
            if active[d]:
                signal, image, eigenvalue = _refresh(priors[d], benefits[d], signals[d])
                residual = max(residual, np.abs(image - outward[d]).max() / np.abs(image).max())
                signals[d], outward[d], eigenvalues[d] = signal, image, eigenvalue
        if capacity > 0.0:
            found = cost_at_capacity(eigenvalues, active, capacity)
            residual = max(residual, abs(found - cost) / found)
            cost = found
        for d in range(decisions):
            if active[d]:
                change = _advance(
                    values[d],
                    permanent[d],
                    cost,
                    discount,
                    priors[d],
                    benefits[d],
                    signals[d],
                    outward[d],
                    eigenvalues[d],
                    next_prior,
                    next_benefit,
                )
                residual = max(residual, change)
                priors[d], benefits[d] = next_prior, next_benefit
    return priors, benefits, signals, outward, eigenvalues, cost, iterations, residual


@njit(cache=True)
def mean_beliefs(signal: Array, gain: Array, periods: int) -> Array:
    """Average belief about the state after a unit shock in period 0.

    Parameters
    ----------
    signal, gain : (n,) arrays
        Weights of the signal, and how a surprise in it moves the belief about each state.
    periods : int
        Number of periods T.

    Returns
    -------
    (T, n) array
        Idiosyncratic noise averages out, so that beliefs follow the Kalman filter on the true state.
    """
    size = len(signal)
    last = size - 1
    beliefs = np.zeros((periods, size))
    belief = np.zeros(size)
    for t in range(periods):
        expected = np.zeros(size)
        expected[1:] = belief[:-1]
        expected[last] += belief[last]
        surprise = signal[min(t, last)] - signal @ expected
        belief = expected + gain * surprise
        beliefs[t] = belief
    return beliefs
