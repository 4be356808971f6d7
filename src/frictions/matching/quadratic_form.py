"""Tail probability of a weighted sum of chi-square variables, exact to integration error."""

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq

from frictions.arrays import Array
from frictions.errors import FrictionsError


class InvalidQuadraticForm(FrictionsError):
    """Weights or value of a quadratic form are not finite, or all weights are zero."""


def quadratic_form_tail(value: float, weights: Array) -> float:
    """Probability that sum of w_i x_i^2 exceeds ``value``, the x_i being independent standard normal.

    The inversion integral of the moment generating function, P = (1/2 pi i) times the integral of exp(K(s) - s value)/s
    with K(s) = -1/2 sum log(1 - 2 w_i s), is taken along a parabola through its saddle point that bends away from the
    branch cut. The integrand then falls like a normal density and does not oscillate, where Imhof's (1961) integral on
    the imaginary axis converges slowly for few weights.

    Parameters
    ----------
    value : float
        Value of the quadratic form.
    weights : (k,) array
        Any signs; zeros are dropped.

    Returns
    -------
    float
        Between 0 and 1; absolute error below 1e-8.

    Raises
    ------
    InvalidQuadraticForm
        If an input is not finite or every weight is zero.
    """
    weights = np.asarray(weights, dtype=np.float64)
    if not np.isfinite(value) or not np.all(np.isfinite(weights)) or not np.any(weights):
        raise InvalidQuadraticForm("need a finite value and finite weights that are not all zero")
    scale = np.abs(weights).max()
    # A weight below the rounding error of the largest has no influence and would only stretch the integration.
    scaled = weights[np.abs(weights) > 1e-14 * scale] / scale
    x = value / scale
    if x < 0.0:
        return 1.0 - _upper_tail(-x, -scaled)
    return _upper_tail(x, scaled)


def _upper_tail(x: float, weights: Array) -> float:
    """Tail probability at x >= 0 for weights of unit order."""
    largest = weights.max()
    if largest <= 0.0:
        return 0.0
    end = 0.5 / largest

    def slope(s: float) -> float:
        return float(np.sum(weights / (1.0 - 2.0 * weights * s))) - x - 1.0 / s

    # The slope rises from minus to plus infinity between the pole at 0 and the branch point.
    low, high = 0.5 * end, 0.5 * end
    while slope(low) > 0.0:
        low *= 0.5
    while slope(high) < 0.0:
        high = end - 0.5 * (end - high)
    saddle = brentq(slope, low, high, xtol=1e-14 * end) if low < high else low
    ratios = weights / (1.0 - 2.0 * weights * saddle)
    second = 2.0 * np.sum(ratios**2) + saddle**-2
    third = 8.0 * np.sum(ratios**3) - 2.0 * saddle**-3
    # Curvature of the path of steepest descent, but enough for exp(-s x) to fall within some periods of exp(-i t x).
    bend = max(third / (6.0 * second), 0.003 * x)
    width = 1.0 / np.sqrt(second)

    def integrand(t: float) -> float:
        s = saddle + bend * t * t + 1j * t
        exponent = -0.5 * np.sum(np.log(1.0 - 2.0 * weights * s)) - s * x - np.log(s)
        return float((np.exp(exponent) * (1.0 - 2j * bend * t)).real)

    centre = quad(integrand, 0.0, 8.0 * width, epsabs=1e-12, epsrel=1e-12, limit=400)[0]
    # Beyond it the integrand varies over decades where the weights do.
    start = 8.0 * width
    rest = quad(lambda y: integrand(start * np.exp(y)) * start * np.exp(y), 0.0, 80.0, epsabs=1e-12, limit=800)[0]
    return float(np.clip((centre + rest) / np.pi, 0.0, 1.0))
