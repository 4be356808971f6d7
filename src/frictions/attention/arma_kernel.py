"""Objective of a firm with restricted decision rules, compiled: a search evaluates it many thousand times.

:func:`frictions.attention.arma.evaluate_rules` is its plain twin.
"""

import numpy as np
from numba import njit

from frictions.arrays import Array


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
    errors, own_noise = np.empty((2, horizon)), np.zeros(2)
    numerator, denominator = np.zeros(ma + 1), np.zeros(ar + 1)
    ratios = np.ones((2, frequencies))
    for d in range(2):
        own = point[d * own_size : (d + 1) * own_size]
        scale = own[0] * scales[d]
        size = np.exp(own[1 + ar + ma])
        for part in range(2):
            shape = own[1 : 1 + ar + ma] if part == 0 else own[2 + ar + ma :]
            _autoregressive(shape, ar, denominator)
            numerator[0] = 1.0
            numerator[1:] = shape[ar:]
            _multiply_by_power(numerator, part == 1, cosines, ratios[d])
            _multiply_by_power(denominator, part == 0, cosines, ratios[d])
            path = np.zeros(horizon)
            for t in range(horizon):
                value = (scale if part == 0 else scale * size) * numerator[t] if t <= ma else 0.0
                for lag in range(1, min(ar, t) + 1):
                    value -= denominator[lag] * path[t - lag]
                path[t] = value
            if part == 0:
                errors[d] = path - first_best[d]
            else:
                own_noise[d] = (path * path).sum()
        ratios[d] /= size**2
    if joint:
        flow = 0.5 * np.log2(1.0 + ratios[0] + ratios[1]).mean()
    else:
        flow = 0.5 * (np.log2(1.0 + ratios[0]).mean() + np.log2(1.0 + ratios[1]).mean())
    loss = weight[0, 1] * (errors[0] * errors[1]).sum()
    for d in range(2):
        loss += 0.5 * weight[d, d] * ((errors[d] * errors[d]).sum() + own_noise[d])
    return float(loss + cost_ratio * flow)
