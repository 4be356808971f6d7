"""Objective of a firm with restricted decision rules, compiled: a search evaluates it many thousand times.

:func:`frictions.attention.arma.evaluate_rules` is its plain twin.
"""

import numpy as np
from numba import njit

from frictions.arrays import Array

DIFFERENCE_STEP = float(np.finfo(np.float64).eps ** (1.0 / 3.0))


@njit(cache=True)
def _autoregressive(shape: Array, ar: int, polynomial: Array) -> None:
    """Fill in the AR polynomial of partial autocorrelations ``tanh(shape[:ar])``, Durbin-Levinson."""
    polynomial[0] = 1.0
    for order in range(ar):
        partial = np.tanh(shape[order])
        for low in range((order + 1) // 2):
            high = order - 1 - low
            first, second = polynomial[1 + low], polynomial[1 + high]
            polynomial[1 + low] = first - partial * second
            if high != low:
                polynomial[1 + high] = second - partial * first
        polynomial[1 + order] = partial
    for order in range(ar):
        polynomial[1 + order] = -polynomial[1 + order]


@njit(cache=True)
def _multiply_by_power(polynomial: Array, invert: bool, cosines: Array, ratio: Array) -> None:
    """Multiply or divide by the squared modulus of a lag polynomial at the frequencies of the table of cosines."""
    size = len(polynomial)
    weights = np.zeros(size)
    for lag in range(size):
        for i in range(size - lag):
            weights[lag] += (1.0 if lag == 0 else 2.0) * polynomial[i] * polynomial[i + lag]
    for f in range(len(ratio)):
        power = weights[0]
        for lag in range(1, size):
            power += weights[lag] * cosines[lag, f]
        ratio[f] = ratio[f] / power if invert else ratio[f] * power


@njit(cache=True)
def rules_objective(
    point: Array,
    first_best: Array,
    scales: Array,
    weight: Array,
    cost_ratio: float,
    ar: int,
    ma: int,
    joint: bool,
    cosines: Array,
) -> float:
    """Profit lost and cost of information at given coordinates.

    Parameters
    ----------
    point : (k,) array
        As for :func:`frictions.attention.arma.evaluate_rules`.
    first_best : (2, T) array
    scales : (2,) array
        Largest first-best response of each decision.
    weight : (2, 2) array
    cost_ratio : float
    ar, ma : int
    joint : bool
        Whether flows are counted jointly.
    cosines : (K, m) array
        Cosines of 0, 1, ... times each frequency, K above both orders.

    Returns
    -------
    float
    """
    horizon, own_size, frequencies = first_best.shape[1], len(point) // 2, cosines.shape[1]
    errors, path = np.empty((2, horizon)), np.empty(horizon)
    numerator, denominator = np.zeros(ma + 1), np.zeros(ar + 1)
    ratios = np.empty((2, frequencies))
    loss = 0.0
    for d in range(2):
        own = point[d * own_size : (d + 1) * own_size]
        scale = own[0] * scales[d]
        size = np.exp(own[1 + ar + ma])
        for f in range(frequencies):
            ratios[d, f] = 1.0 / size**2
        for part in range(2):
            shape = own[1 : 1 + ar + ma] if part == 0 else own[2 + ar + ma :]
            _autoregressive(shape, ar, denominator)
            numerator[0] = 1.0
            for lag in range(ma):
                numerator[1 + lag] = shape[ar + lag]
            _multiply_by_power(numerator, part == 1, cosines, ratios[d])
            _multiply_by_power(denominator, part == 0, cosines, ratios[d])
            square = 0.0
            for t in range(horizon):
                value = (scale if part == 0 else scale * size) * numerator[t] if t <= ma else 0.0
                for lag in range(1, min(ar, t) + 1):
                    value -= denominator[lag] * path[t - lag]
                path[t] = value
                error = value - first_best[d, t] if part == 0 else value
                if part == 0:
                    errors[d, t] = error
                square += error * error
            loss += 0.5 * weight[d, d] * square
    for t in range(horizon):
        loss += weight[0, 1] * errors[0, t] * errors[1, t]
    nats = 0.0
    for f in range(frequencies):
        signal, other = ratios[0, f], ratios[1, f]
        nats += np.log(1.0 + signal + other if joint else (1.0 + signal) * (1.0 + other))
    return loss + cost_ratio * 0.5 * nats / (np.log(2.0) * frequencies)


@njit(cache=True)
def rules_gradient(
    point: Array,
    first_best: Array,
    scales: Array,
    weight: Array,
    cost_ratio: float,
    ar: int,
    ma: int,
    joint: bool,
    cosines: Array,
) -> Array:
    """Central differences of :func:`rules_objective`, whose arguments these are, (k,).

    The step balances rounding against curvature: the cube root of the machine's precision, relative to a coordinate
    where that exceeds one.
    """
    gradient, moved = np.empty(len(point)), point.copy()
    for position in range(len(point)):
        step = DIFFERENCE_STEP * max(1.0, abs(point[position]))
        moved[position] = point[position] + step
        above = rules_objective(moved, first_best, scales, weight, cost_ratio, ar, ma, joint, cosines)
        moved[position] = point[position] - step
        below = rules_objective(moved, first_best, scales, weight, cost_ratio, ar, ma, joint, cosines)
        moved[position] = point[position]
        gradient[position] = (above - below) / (2.0 * step)
    return gradient
