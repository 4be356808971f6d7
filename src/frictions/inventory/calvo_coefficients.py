"""Coefficients of the Calvo model as compiled functions of its parameters, and their exact derivatives.

A twin of :mod:`~frictions.inventory.steady_state`, :mod:`~frictions.inventory.calvo_rules` and the twelve equations
that :mod:`~frictions.inventory.calvo` assembles, for the interest-rate rule, the derived Phillips curve and the printed
accounting, which is what the estimation evaluates. The tests hold the two together.

Derivatives come by the complex step: a parameter moves by ``i`` times a step so small that its square is nothing, and
the imaginary part of the result is the derivative to the last digit, since nothing is subtracted. What is found by
iteration, the stock-out threshold and the rule of the firm, is differentiated by the implicit-function theorem.
"""

from math import erfc
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from frictions.arrays import Array

Complex = npt.NDArray[np.complex128]

PARAMETERS = (
    "beta",
    "theta",
    "delta_z",
    "sigma_v",
    "psi_l",
    "theta_w",
    "g_star",
    "h",
    "rho_R",
    "phi_pi",
    "phi_Y",
    "xi_p",
    "iota_p",
    "xi_w",
    "iota_w",
    "sigma_c",
    "sigma_l",
    "alpha",
)
"""Order of the parameters in the vectors of this module; all of ``CalvoParameters``."""

C, U, Y, S, SALES, Z, INV, P, PI, MC, W, R = range(12)
"""Positions of the variables of ``common_block.VARIABLES``; numbers of this file, since numba keeps what it compiled
until the file changes."""

AHEAD = np.array([U, P, PI, MC, W])
"""Variables whose expectations enter."""

BEHIND = np.array([C, INV, P, PI, W, R])
"""Variables that enter with a lag."""

LEAD_U, LEAD_P, LEAD_PI, LEAD_MC, LEAD_W = range(5)
LAG_C, LAG_INV, LAG_P, LAG_PI, LAG_W, LAG_R = range(6)

STEP = 1e-30
"""Size of the complex step."""

ITERATIONS = 20_000
"""Steps of the search for the rule of the firm, as in :func:`~frictions.inventory.calvo_rules.firm_rules`."""

CONVERGED = 1e-14
"""Relative change at which that search ends."""

ROOT_HALF, ROOT_TWO_PI = np.sqrt(0.5), np.sqrt(2.0 * np.pi)


@njit(cache=True, error_model="numpy")
def _cdf(z: complex) -> complex:
    """Distribution function of the standard normal, to first order in the imaginary part."""
    density = np.exp(-0.5 * z.real**2) / ROOT_TWO_PI
    return complex(0.5 * erfc(-z.real * ROOT_HALF), z.imag * density)


@njit(cache=True, error_model="numpy")
def _gap(s: complex, carry: complex, theta: complex, sigma: complex) -> tuple[complex, complex]:
    """Condition for the threshold in standard deviations ``s``, (A.11) and (A.12), and its slope in ``s``."""
    served, probability = _cdf(s - 0.5 * sigma), _cdf(-s - 0.5 * sigma)
    growth = np.exp(sigma * s)
    sales = served + growth * probability
    density = np.exp(-0.5 * (s + 0.5 * sigma) ** 2) / ROOT_TWO_PI
    sales_slope = sigma * growth * probability
    value = carry * probability * sales - (1.0 - carry) * (theta * served - sales)
    slope = carry * (probability * sales_slope - density * sales) - (1.0 - carry) * (
        theta * growth * density - sales_slope
    )
    return value, slope


@njit(cache=True, error_model="numpy")
def _threshold(carry: complex, theta: complex, sigma: complex) -> complex:
    """Root of the condition, NaN if there is none within 37 standard deviations."""
    real = complex(carry.real, 0.0), complex(theta.real, 0.0), complex(sigma.real, 0.0)
    low, high = -37.0, 37.0
    above, _ = _gap(complex(low, 0.0), *real)
    below, _ = _gap(complex(high, 0.0), *real)
    if not above.real > 0.0 > below.real:
        return complex(np.nan, 0.0)
    s = 1.0
    for _ in range(200):
        value, slope = _gap(complex(s, 0.0), *real)
        if value.real > 0.0:
            low = s
        else:
            high = s
        moved = s - value.real / slope.real if slope.real < 0.0 else low - 1.0
        if not low < moved < high:
            moved = 0.5 * (low + high)
        done = abs(moved - s) <= 4e-16 * max(1.0, abs(s))
        s = moved
        if done:
            break
    # A Newton step at the root carries the derivatives of the condition over to the root.
    value, slope = _gap(complex(s, 0.0), carry, theta, sigma)
    return complex(s, -value.imag / slope.real)


@njit(cache=True, error_model="numpy")
def _rules_step(c: Any, k: npt.NDArray[Any]) -> tuple[Any, Any, Any, Any, Any]:
    """One step of the search for the firm's rule: (A.26), (A.27) and (A.40) given next period's response ``c``.

    Returns ``c``, the response of a reset price, ``kappa``, and the responses of inventories to inventories and price.
    """
    beta_xi, xi, elastic, inverse, hazard = k[0], k[1], k[2], k[3], k[4]
    weight, price_constant, price_weight, curvature = k[5], k[6], k[7], k[8]
    stock_inv, stock_labor, inv_own, inv_labor, inv_price = k[9], k[10], k[11], k[12], k[13]
    slope = elastic * inverse - hazard * stock_labor - weight * c * inv_labor
    labor1 = (hazard * stock_inv + weight * c * inv_own) / slope
    labor2 = (price_constant + weight * c * inv_price) / (slope - weight * xi * elastic)
    inv1 = inv_own + inv_labor * labor1
    inv2 = inv_price + inv_labor * labor2
    sum1 = (c * inv1 - curvature * (stock_inv + stock_labor * labor1)) / (1.0 - beta_xi * inv1)
    sum2 = c * inv2 + elastic * labor2 * xi - curvature * stock_labor * labor2 + beta_xi * sum1 * inv2
    sum2 = sum2 / (1.0 - beta_xi)
    reset = sum1 / (price_weight - sum2)
    return elastic * labor1 + elastic * labor2 * (1.0 - xi) * reset, reset, sum2, inv1, inv2


@njit(cache=True, error_model="numpy")
def _own_price_effect(k: Complex) -> tuple[bool, complex]:
    """``kappa`` of the firm's stable rule; False if none is found."""
    real, plain = np.empty(len(k)), np.empty(len(k), np.complex128)
    for i in range(len(k)):
        real[i] = k[i].real
        plain[i] = k[i].real
    c, change, steps = 0.0, np.inf, 0
    while change > CONVERGED:
        steps += 1
        new = _rules_step(c, real)[0]
        if steps > ITERATIONS or not abs(new) < np.inf:
            return False, complex(np.nan, 0.0)
        change, c = abs(new - c) / max(1.0, abs(c)), new
    _, reset, _, inv1, inv2 = _rules_step(c, real)
    xi = real[1]
    pull = (1.0 - xi) * reset
    half_trace, determinant = 0.5 * (inv1 + xi + pull * inv2), inv1 * xi
    discriminant = half_trace**2 - determinant
    radius = np.sqrt(determinant) if discriminant < 0.0 else abs(half_trace) + np.sqrt(discriminant)
    if not radius < 1.0:
        return False, complex(np.nan, 0.0)
    # c = f(c, parameters): its derivative is that of f in the parameters over one less that in c.
    moved = _rules_step(complex(c, 0.0), k)[0].imag
    own = _rules_step(complex(c, STEP), plain)[0].imag / STEP
    exact = complex(c, moved / (1.0 - own))
    return True, _rules_step(exact, k)[2]


@njit(cache=True, error_model="numpy")
def fill_coefficients(p: Complex, average: bool, lead: Complex, current: Complex, lag: Complex) -> bool:
    """Coefficients of the twelve equations, in the order of ``calvo_system``.

    Parameters
    ----------
    p : (18,) complex array
        Parameters in the order of ``PARAMETERS``; an imaginary part is the direction of a derivative.
    average : bool
        Whether the constant of the stock condition is the average cost (``mc_mode`` of ``solve_calvo``).
    lead, current, lag : (12, 5), (12, 12) and (12, 6) complex arrays
        Filled: columns of ``AHEAD``, of all variables, of ``BEHIND``. The policy shock enters the last of the common
        equations, the tenth, with one.

    Returns
    -------
    bool
        False if there is no steady state or no stable rule of the firm; the plain functions tell why.
    """
    beta, theta, delta, sigma, psi_l, theta_w, g_star, h = p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7]
    rho, phi_pi, phi_y, xi, iota, xi_w, iota_w = p[8], p[9], p[10], p[11], p[12], p[13], p[14]
    sigma_c, sigma_l, alpha = p[15], p[16], p[17]
    kept = 1.0 - delta
    b = beta * kept

    # Demand at the threshold and the steady state for a final good of one; a common scale drops out of every equation.
    s = _threshold(b, theta, sigma)
    if not abs(s) < np.inf:
        return False
    high = s + 0.5 * sigma
    served, probability, threshold = _cdf(s - 0.5 * sigma), _cdf(-high), np.exp(sigma * s)
    sold = served + threshold * probability
    power = (theta - 1.0) / theta
    shadow = np.exp(power * sigma * s + sigma * sigma * (1.0 - theta) / (2.0 * theta * theta))
    shadow = shadow * _cdf(-(high - sigma / theta))
    share = threshold * probability / sold
    hazard = -np.exp(-0.5 * high * high) / (ROOT_TWO_PI * sigma * probability)
    elasticity = theta * served / sold
    price = np.exp(np.log(served + shadow) / (theta - 1.0))
    m = price * (elasticity - 1.0) / (elasticity * b)
    stock = threshold * np.exp(-theta * np.log(price))
    inventories = stock - 1.0
    output = 1.0 + delta * inventories
    consumption = price - g_star * output
    if not (inventories.real > 0.0 and consumption.real > 0.0):
        return False
    returns = (1.0 - alpha) / alpha
    scale = np.log((theta_w - 1.0) / theta_w * alpha * m / psi_l) - sigma_c * np.log((1.0 - h) * consumption)
    scale = scale - (sigma_l / alpha + returns) * np.log(output)
    if not abs(scale.real) <= 200.0 * (sigma_l / alpha + returns + sigma_c).real:
        return False
    curvature = (1.0 - theta / elasticity) / (elasticity - 1.0) * (1.0 - share + hazard)

    # The rule of the individual firm.
    cost = m * alpha if average else m
    gap = price - b * cost
    if not gap.real > 0.0:
        return False
    inverse = 1.0 / (1.0 - b)
    retained = 1.0 - share / stock
    k = np.empty(14, np.complex128)
    k[0], k[1], k[2], k[3], k[4] = beta * xi, xi, 1.0 - alpha, inverse, hazard
    later = b * inverse - b * cost / gap
    price_constant = theta * hazard + price / gap
    k[5], k[6] = later, price_constant
    k[7] = (1.0 + curvature * theta) / (1.0 - beta * xi)
    k[8] = curvature
    k[9], k[10] = kept * inventories / stock, alpha * output / stock
    k[11], k[12] = kept * retained, alpha * retained * output / inventories
    k[13] = theta * (1.0 - share) / inventories
    stable, kappa = _own_price_effect(k)
    if not stable:
        return False

    lead[:] = 0.0
    current[:] = 0.0
    lag[:] = 0.0
    habit = sigma_c / (1.0 - h)
    current[0, U], current[0, C], lag[0, LAG_C] = 1.0, habit, -habit * h
    current[1, U], current[1, R], lead[1, LEAD_PI], lead[1, LEAD_U] = -1.0, 1.0, -1.0, 1.0
    current[2, Z], current[2, Y], lag[2, LAG_INV] = -stock, output, kept * inventories
    current[3, Z], current[3, INV], current[3, SALES] = -stock, inventories, 1.0
    current[4, SALES], current[4, Z], current[4, S], current[4, P] = -1.0, share, 1.0 - share, -theta * (1.0 - share)
    rationed = (theta - 1.0) / theta * shadow / (served + shadow)
    current[5, P], current[5, Z], current[5, S] = (1.0 - theta) + rationed * theta, rationed, -rationed
    current[6, MC], current[6, W], current[6, Y] = -1.0, 1.0, (1.0 - alpha) / alpha
    slope = (1.0 - xi_w) * (1.0 - beta * xi_w) / xi_w
    current[7, W], current[7, PI] = -1.0 - beta - slope, -1.0 - beta * iota_w
    current[7, Y], current[7, U] = slope * sigma_l / alpha, -slope
    lead[7, LEAD_W], lead[7, LEAD_PI], lag[7, LAG_W], lag[7, LAG_PI] = beta, beta, 1.0, iota_w
    current[8, C], current[8, Y], current[8, SALES], current[8, P] = -consumption, -g_star * output, price, price
    current[9, R], current[9, PI], current[9, Y] = -1.0, (1.0 - rho) * phi_pi, (1.0 - rho) * phi_y
    lag[9, LAG_R] = rho
    current[10, P], current[10, Z], current[10, S] = price_constant, hazard, -hazard
    current[10, MC], current[10, R] = -inverse, -later
    lead[10, LEAD_PI], lead[10, LEAD_MC] = later, later
    slope = (1.0 - xi) / (xi * (k[7] - kappa))
    current[11, PI], current[11, P] = -1.0 - beta * iota, -1.0 - beta - slope * (1.0 + curvature * theta)
    current[11, R], current[11, Z], current[11, S] = -slope, -slope * curvature, slope * curvature
    lead[11, LEAD_PI], lead[11, LEAD_P], lead[11, LEAD_MC] = beta + slope, beta, slope
    lag[11, LAG_PI], lag[11, LAG_P] = iota, 1.0
    return True


@njit(cache=True, error_model="numpy")
def coefficient_slopes(
    vector: Array, free: npt.NDArray[np.int64], average: bool, leads: Array, currents: Array, lags: Array
) -> None:
    """Fill the derivatives of the coefficients with respect to some parameters, by the complex step.

    Parameters
    ----------
    vector : (18,) array
        Parameters at which :func:`fill_coefficients` finds all it needs.
    free : (p,) integer array
        Positions of the parameters to differentiate by.
    average : bool
    leads, currents, lags : (p, 12, 5), (p, 12, 12) and (p, 12, 6) arrays
        Filled.
    """
    moved = np.empty(len(vector), np.complex128)
    for i in range(len(vector)):
        moved[i] = vector[i]
    n, q, m = leads.shape[1], leads.shape[2], lags.shape[2]
    lead, current, lag = (
        np.empty((n, q), np.complex128),
        np.empty((n, n), np.complex128),
        np.empty((n, m), np.complex128),
    )
    for position in range(len(free)):
        moved[free[position]] = complex(vector[free[position]], STEP)
        fill_coefficients(moved, average, lead, current, lag)
        moved[free[position]] = vector[free[position]]
        for i in range(n):
            for j in range(q):
                leads[position, i, j] = lead[i, j].imag / STEP
            for j in range(n):
                currents[position, i, j] = current[i, j].imag / STEP
            for j in range(m):
                lags[position, i, j] = lag[i, j].imag / STEP
