"""Objective of a firm with restricted decision rules and its gradient, compiled: a search needs them many times.

:func:`frictions.attention.arma.evaluate_rules` is the plain twin of the value. The gradient is exact: the part that
runs through the impulse responses by the adjoint of their recursion, backwards in time; the part that runs through
the flows by the derivative of each squared modulus.
"""

import numpy as np
from numba import njit

from frictions.arrays import Array


@njit(cache=True)
def _autoregressive(shape: Array, ar: int, polynomial: Array, slopes: Array) -> None:
    """AR polynomial of partial autocorrelations ``tanh(shape[:ar])`` (Durbin-Levinson) and its derivatives.

    ``slopes[k, i]`` is the derivative of the coefficient at lag k with respect to ``shape[i]``.
    """
    polynomial[:] = 0.0
    slopes[:] = 0.0
    polynomial[0] = 1.0
    before, slopes_before = np.zeros(ar + 1), np.zeros((ar + 1, ar))
    for order in range(ar):
        partial = np.tanh(shape[order])
        before[:], slopes_before[:] = polynomial, slopes
        for lag in range(1, order + 1):
            mirrored = order + 1 - lag
            polynomial[lag] = before[lag] - partial * before[mirrored]
            for i in range(order):
                slopes[lag, i] = slopes_before[lag, i] - partial * slopes_before[mirrored, i]
            slopes[lag, order] = -(1.0 - partial**2) * before[mirrored]
        polynomial[1 + order] = -partial
        slopes[1 + order, order] = -(1.0 - partial**2)


@njit(cache=True)
def _power(polynomial: Array, cosines: Array, power: Array) -> None:
    """Squared modulus of a lag polynomial at the frequencies of the table of cosines."""
    size = len(polynomial)
    power[:] = 0.0
    for lag in range(size):
        autocovariance = 0.0
        for i in range(size - lag):
            autocovariance += (1.0 if lag == 0 else 2.0) * polynomial[i] * polynomial[i + lag]
        power += autocovariance * cosines[lag]


@njit(cache=True)
def _power_adjoint(polynomial: Array, cosines: Array, pull: Array, adjoint: Array) -> None:
    """Add to ``adjoint`` the derivative of ``sum(pull * power)`` with respect to each coefficient."""
    size = len(polynomial)
    for lag in range(size):
        weight = (1.0 if lag == 0 else 2.0) * np.dot(pull, cosines[lag])
        for i in range(size - lag):
            adjoint[i] += weight * polynomial[i + lag]
            adjoint[i + lag] += weight * polynomial[i]


@njit(cache=True)
def impulse_response(numerator: Array, denominator: Array, path: Array) -> None:
    """Write the moving-average weights of the ratio of an MA and an AR lag polynomial into ``path``."""
    ar, ma = len(denominator) - 1, len(numerator) - 1
    for t in range(len(path)):
        value = numerator[t] if t <= ma else 0.0
        for lag in range(1, min(ar, t) + 1):
            value -= denominator[lag] * path[t - lag]
        path[t] = value


@njit(cache=True)
def _impulse_adjoint(denominator: Array, path: Array, pull: Array, on_numerator: Array, on_denominator: Array) -> None:
    """Add to both adjoints the derivative of ``sum(pull * path)``; ``pull`` is overwritten."""
    ar, ma, horizon = len(denominator) - 1, len(on_numerator) - 1, len(path)
    for t in range(horizon - 1, -1, -1):
        for lag in range(1, min(ar, horizon - 1 - t) + 1):
            pull[t] -= denominator[lag] * pull[t + lag]
        if t <= ma:
            on_numerator[t] += pull[t]
    for lag in range(1, ar + 1):
        for t in range(lag, horizon):
            on_denominator[lag] -= pull[t] * path[t - lag]


@njit(cache=True)
def rules_responses(point: Array, units: Array, ar: int, ma: int, horizon: int) -> Array:
    """Average responses of price and stock at given coordinates, (2, T); arguments as for :func:`rules_objective`."""
    responses, numerator, denominator = np.empty((2, horizon)), np.ones(ma + 1), np.empty(ar + 1)
    slopes = np.empty((ar + 1, ar))
    for d in range(2):
        own = point[d * (len(point) // 2) :]
        _autoregressive(own[1 : 1 + ar], ar, denominator, slopes)
        numerator[1:] = own[1 + ar : 1 + ar + ma]
        impulse_response(numerator, denominator, responses[d])
        responses[d] *= own[0] * units[d]
    return responses


@njit(cache=True)
def rules_objective(
    point: Array,
    first_best: Array,
    units: Array,
    weight: Array,
    costs: Array,
    noise_correlation: float,
    ar: int,
    ma: int,
    joint: bool,
    cosines: Array,
    gradient: Array,
) -> float:
    """Profit lost and cost of information at given coordinates; fills in the gradient.

    Parameters
    ----------
    point : (k,) array
        As for :func:`frictions.attention.arma.evaluate_rules`.
    first_best : (2, T) array
    units : (2,) array
        Response of each decision that the scale of its rule is measured in.
    weight : (2, 2) array
    costs : (2,) array
        Cost of a bit about each decision over the variance of the shock; the first for all where flows are joint.
    noise_correlation : float
        0 for independent noises, 1 or -1 for one noise that moves both decisions in the same or opposite directions.
    ar, ma : int
    joint : bool
        Whether flows are counted jointly.
    cosines : (K, m) array
        Cosines of 0, 1, ... times each frequency, K above both orders.
    gradient : (k,) array
        Overwritten.

    Returns
    -------
    float
    """
    horizon, own_size, frequencies = first_best.shape[1], len(point) // 2, cosines.shape[1]
    numerators, denominators = np.zeros((2, 2, ma + 1)), np.zeros((2, 2, ar + 1))
    slopes = np.zeros((2, 2, ar + 1, ar))
    shapes, paths = np.empty((2, 2, horizon)), np.empty((2, 2, horizon))
    powers = np.empty((2, 2, 2, frequencies))
    ratios = np.empty((2, frequencies))
    size, scale = np.empty(2), np.empty(2)
    for d in range(2):
        own = point[d * own_size : (d + 1) * own_size]
        scale[d] = own[0] * units[d]
        size[d] = np.exp(own[1 + ar + ma])
        for part in range(2):
            shape = own[1 : 1 + ar + ma] if part == 0 else own[2 + ar + ma :]
            _autoregressive(shape, ar, denominators[d, part], slopes[d, part])
            numerators[d, part, 0] = 1.0
            numerators[d, part, 1:] = shape[ar:]
            impulse_response(numerators[d, part], denominators[d, part], shapes[d, part])
            paths[d, part] = (scale[d] if part == 0 else scale[d] * size[d]) * shapes[d, part]
            _power(numerators[d, part], cosines, powers[d, part, 0])
            _power(denominators[d, part], cosines, powers[d, part, 1])
        ratios[d] = powers[d, 0, 0] * powers[d, 1, 1] / (powers[d, 0, 1] * powers[d, 1, 0] * size[d] ** 2)

    errors = paths[:, 0] - first_best
    loss = weight[0, 1] * (np.dot(errors[0], errors[1]) + noise_correlation * np.dot(paths[0, 1], paths[1, 1]))
    for d in range(2):
        loss += 0.5 * weight[d, d] * (np.dot(errors[d], errors[d]) + np.dot(paths[d, 1], paths[d, 1]))
    per_bit = 0.5 / (np.log(2.0) * frequencies)
    if joint:
        cost = costs[0] * per_bit * np.log1p(ratios[0] + ratios[1]).sum()
    else:
        cost = per_bit * (costs[0] * np.log1p(ratios[0]).sum() + costs[1] * np.log1p(ratios[1]).sum())

    for d in range(2):
        own = gradient[d * own_size : (d + 1) * own_size]
        other = 1 - d
        # Derivative of the flow with respect to the logarithm of this decision's ratio, by frequency.
        inside = 1.0 + ratios[0] + ratios[1] if joint else 1.0 + ratios[d]
        flow_pull = (costs[0] if joint else costs[d]) * per_bit * ratios[d] / inside
        own[0] = 0.0
        for part in range(2):
            if part == 0:
                pull = weight[d, d] * errors[d] + weight[0, 1] * errors[other]
            else:
                pull = weight[d, d] * paths[d, 1] + weight[0, 1] * noise_correlation * paths[other, 1]
            # The path is scale times a shape; the noise's scale contains its relative size.
            on_scale = np.dot(pull, shapes[d, part])
            own[0] += units[d] * (size[d] if part == 1 else 1.0) * on_scale
            if part == 1:
                own[1 + ar + ma] = scale[d] * size[d] * on_scale - 2.0 * flow_pull.sum()
            pull *= scale[d] if part == 0 else scale[d] * size[d]
            on_numerator, on_denominator = np.zeros(ma + 1), np.zeros(ar + 1)
            _impulse_adjoint(denominators[d, part], shapes[d, part], pull, on_numerator, on_denominator)
            upward = 1.0 if part == 0 else -1.0
            _power_adjoint(numerators[d, part], cosines, upward * flow_pull / powers[d, part, 0], on_numerator)
            _power_adjoint(denominators[d, part], cosines, -upward * flow_pull / powers[d, part, 1], on_denominator)
            first = 1 if part == 0 else 2 + ar + ma
            for i in range(ar):
                own[first + i] = np.dot(slopes[d, part, :, i].copy(), on_denominator)
            own[first + ar : first + ar + ma] = on_numerator[1:]
    return loss + cost
