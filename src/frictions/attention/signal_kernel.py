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
def _multiply(matrix: Array, vector: Array, product: Array) -> None:
    """Fill in a symmetric matrix times a vector: a sum of rows, four at a time, which vectorises."""
    size = len(vector)
    by_four = size // 4 * 4
    for j in range(size):
        product[j] = 0.0
    for i in range(0, by_four, 4):
        first, second, third, fourth = vector[i], vector[i + 1], vector[i + 2], vector[i + 3]
        for j in range(size):
            product[j] += (
                first * matrix[i, j] + second * matrix[i + 1, j] + third * matrix[i + 2, j] + fourth * matrix[i + 3, j]
            )
    for i in range(by_four, size):
        weight = vector[i]
        for j in range(size):
            product[j] += weight * matrix[i, j]


@njit(cache=True)
def _refresh(prior: Array, benefit: Array, signal: Array, outward: Array, image: Array) -> tuple[float, float]:
    """Two steps towards the leading eigenvector g of benefit times prior, scaled so that g' prior g = 1.

    Updates g and prior times g; ``image`` is scratch. Returns the eigenvalue, and the largest change of prior times g
    over its largest entry. One step would leave g so crude in the first iterations that the benefit could lose its
    definiteness.
    """
    size = len(signal)
    before = outward.copy()
    _multiply(prior, signal, outward)
    for _ in range(2):
        _multiply(benefit, outward, signal)
        _multiply(prior, signal, outward)
        square = 0.0
        for i in range(size):
            square += signal[i] * outward[i]
        scale = np.sqrt(square)
        for i in range(size):
            signal[i] /= scale
            outward[i] /= scale
    _multiply(benefit, outward, image)
    eigenvalue, change, largest = 0.0, 0.0, 0.0
    for i in range(size):
        eigenvalue += outward[i] * image[i]
        change = max(change, abs(outward[i] - before[i]))
        largest = max(largest, abs(outward[i]))
    return eigenvalue, change / largest


@njit(cache=True)
def _next_prior(prior: Array, permanent: bool, learned: float, outward: Array, following: Array) -> None:
    """Learn from one signal and move one period on; fills the last argument."""
    last = len(outward) - 1
    for j in range(last + 1):
        following[0, j] = 0.0
    following[0, 0] = 1.0
    for i in range(last):
        following[i + 1, 0] = 0.0
        step = learned * outward[i]
        for j in range(last):
            following[i + 1, j + 1] = prior[i, j] - step * outward[j]
    if permanent:
        # The sum of old shocks takes up the one that leaves the window.
        for j in range(last - 1):
            following[last, j + 1] += prior[last, j] - learned * outward[last] * outward[j]
            following[j + 1, last] = following[last, j + 1]
        both = outward[last] + outward[last - 1]
        following[last, last] = (
            prior[last, last] + 2.0 * prior[last, last - 1] + prior[last - 1, last - 1] - learned * both * both
        )
    else:
        for j in range(last + 1):
            following[last, j] = 0.0
            following[j, last] = 0.0


@njit(cache=True)
def _next_benefit(
    value: Array, discount: float, excess: float, signal: Array, benefit: Array, following: Array
) -> None:
    """Value of a smaller posterior, one period further; fills the last argument."""
    last = len(signal) - 1
    for i in range(last):
        step = excess * signal[i + 1]
        for j in range(last):
            following[i, j] = value[i, j] + discount * (benefit[i + 1, j + 1] - step * signal[j + 1])
        following[i, last] = value[i, last] + discount * (benefit[i + 1, last] - step * signal[last])
    # The sum of old shocks moves to itself.
    for j in range(last):
        following[last, j] = following[j, last]
    following[last, last] = value[last, last] + discount * (benefit[last, last] - excess * signal[last] ** 2)


@njit(cache=True)
def _relative_change(old: Array, new: Array, gaps: Array, levels: Array) -> float:
    """Largest change over the largest new entry.

    The last two arguments are scratch: column by column the search for both vectorises.
    """
    size = len(gaps)
    for j in range(size):
        gaps[j], levels[j] = 0.0, 0.0
    for i in range(size):
        for j in range(size):
            gap, level = abs(new[i, j] - old[i, j]), abs(new[i, j])
            gaps[j] = gap if gap > gaps[j] else gaps[j]
            levels[j] = level if level > levels[j] else levels[j]
    change, largest = 0.0, 0.0
    for j in range(size):
        change, largest = max(change, gaps[j]), max(largest, levels[j])
    return change / largest


@njit(cache=True)
def cost_at_capacity(eigenvalues: Array, active: npt.NDArray[np.bool_], capacity: float) -> float:
    """Cost of a nat at which the active signals together carry ``capacity`` bits: the marginal value is equalised."""
    count = 0
    total = 0.0
    for d in range(len(eigenvalues)):
        if active[d]:
            count += 1
            total += np.log(eigenvalues[d])
    taken = active.copy()
    level = 0.0
    while count > 0:
        level = np.exp((total - 2.0 * np.log(2.0) * capacity) / count)
        least = -1
        for d in range(len(eigenvalues)):
            if taken[d] and (least < 0 or eigenvalues[d] < eigenvalues[least]):
                least = d
        if level < eigenvalues[least]:
            break
        # The least valuable signal is not worth that cost.
        taken[least] = False
        total -= np.log(eigenvalues[least])
        count -= 1
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
    next_priors, next_benefits = priors.copy(), benefits.copy()
    outward = np.zeros((decisions, size))
    eigenvalues = np.zeros(decisions)
    image, gaps = np.empty(size), np.empty(size)
    residual = np.inf
    iterations = 0
    for d in range(decisions):
        _multiply(priors[d], signals[d], outward[d])
    # Ends at a residual that is no number, too.
    while iterations < max_iterations and residual >= tolerance:
        iterations += 1
        residual = 0.0
        total = 0.0
        for d in range(decisions):
            if active[d]:
                eigenvalues[d], change = _refresh(priors[d], benefits[d], signals[d], outward[d], image)
                residual = max(residual, change)
                total += eigenvalues[d]
        if capacity > 0.0:
            found = cost_at_capacity(eigenvalues, active, capacity)
            residual = max(residual, abs(found - cost) / found)
            cost = found
        for d in range(decisions):
            if active[d]:
                learned = max(1.0 - cost / eigenvalues[d], 0.0)
                excess = max(eigenvalues[d] - cost, 0.0)
                _next_prior(priors[d], permanent[d], learned, outward[d], next_priors[d])
                _next_benefit(values[d], discount, excess, signals[d], benefits[d], next_benefits[d])
                residual = max(residual, _relative_change(benefits[d], next_benefits[d], gaps, image))
        priors, next_priors = next_priors, priors
        benefits, next_benefits = next_benefits, benefits
        if not np.isfinite(total):
            residual = np.nan
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
    last = len(signal) - 1
    beliefs = np.zeros((periods, last + 1))
    expected = np.zeros(last + 1)
    for t in range(periods):
        surprise = signal[min(t, last)]
        for j in range(last + 1):
            surprise -= signal[j] * expected[j]
        for j in range(last + 1):
            beliefs[t, j] = expected[j] + gain[j] * surprise
        # A shock grows older by a period; the sum of old ones takes up the one that leaves the window.
        for j in range(last):
            expected[j + 1] = beliefs[t, j]
        expected[last] += beliefs[t, last]
    return beliefs
