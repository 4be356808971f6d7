"""Stable rule of a linear rational-expectations system by cyclic reduction, and its derivatives; compiled.

:func:`frictions.rational_expectations.solution.solve_linear` is the general solver. This one is for a model that a
search evaluates thousands of times: it works on the columns that are not zero, is finished in eight or so steps, and
differentiates the rule by the implicit-function theorem. It decides nothing that it cannot certify. Where it finds no
stable rule it says so, and the caller asks the general solver, which tells why.

Compiled functions call compiled functions of their own file only, and read no constant of another: numba keeps what it
has compiled until the file itself changes.

Cyclic reduction (Bini, Latouche and Meini 2005) halves the time between the equations in every step, so that the
coefficients on leads and lags shrink like powers of the roots that they hold.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from frictions.arrays import Array

Positions = npt.NDArray[np.int64]

MAX_STEPS = 60
"""Steps of the reduction after which it is given up; the n-th stands for 2^n periods."""

SMALL = 1e-15
"""Size, relative to the first, at which the coefficients on leads and lags count as gone."""

POWERS = 28
"""Squarings within which a matrix whose powers vanish must show it: the root is then at most 1 - 1e-8 or so."""


@njit(cache=True, error_model="numpy")
def factorise(matrix: Array, pivots: Positions) -> bool:
    """LU factors in place with partial pivoting; False if a pivot is zero or not finite."""
    n = matrix.shape[0]
    for k in range(n):
        size, row = abs(matrix[k, k]), k
        for i in range(k + 1, n):
            if abs(matrix[i, k]) > size:
                size, row = abs(matrix[i, k]), i
        pivots[k] = row
        if not 0.0 < size < np.inf:
            return False
        if row != k:
            for j in range(n):
                matrix[k, j], matrix[row, j] = matrix[row, j], matrix[k, j]
        inverse = 1.0 / matrix[k, k]
        for i in range(k + 1, n):
            factor = matrix[i, k] * inverse
            matrix[i, k] = factor
            if factor != 0.0:
                for j in range(k + 1, n):
                    matrix[i, j] -= factor * matrix[k, j]
    return True


@njit(cache=True, error_model="numpy")
def substitute(factors: Array, pivots: Positions, right: Array) -> None:
    """Solve in place for the columns of ``right``."""
    n, columns = right.shape
    for k in range(n):
        row = pivots[k]
        if row != k:
            for j in range(columns):
                right[k, j], right[row, j] = right[row, j], right[k, j]
    for k in range(n):
        for i in range(k + 1, n):
            factor = factors[i, k]
            if factor != 0.0:
                for j in range(columns):
                    right[i, j] -= factor * right[k, j]
    for k in range(n - 1, -1, -1):
        inverse = 1.0 / factors[k, k]
        for j in range(columns):
            right[k, j] *= inverse
        for i in range(k):
            factor = factors[i, k]
            if factor != 0.0:
                for j in range(columns):
                    right[i, j] -= factor * right[k, j]


@njit(cache=True, error_model="numpy")
def product(left: Array, right: Array, out: Array) -> None:
    """Matrix product of small matrices, without the cost of calling a library."""
    rows, inner, columns = left.shape[0], left.shape[1], right.shape[1]
    for i in range(rows):
        for j in range(columns):
            out[i, j] = 0.0
        for k in range(inner):
            factor = left[i, k]
            if factor != 0.0:
                for j in range(columns):
                    out[i, j] += factor * right[k, j]


@njit(cache=True, error_model="numpy")
def take_rows(source: Array, rows: Positions, out: Array) -> None:
    """Copy some rows of a matrix."""
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = source[rows[i], j]


@njit(cache=True, error_model="numpy")
def scaled(source: Array, factor: float, out: Array) -> None:
    """Copy a matrix times a number."""
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = factor * source[i, j]


@njit(cache=True, error_model="numpy")
def largest(matrix: Array) -> float:
    """Largest absolute entry; infinite if one is not a number."""
    found = 0.0
    for i in range(matrix.shape[0]):
        for j in range(matrix.shape[1]):
            size = abs(matrix[i, j])
            if not size <= found:
                found = size if size == size else np.inf
    return found


@njit(cache=True, error_model="numpy")
def vanishes(matrix: Array) -> bool:
    """Whether the powers of a square matrix go to zero, by its norm after repeated squaring."""
    power, square = matrix.copy(), np.empty_like(matrix)
    for _ in range(POWERS):
        norm = 0.0
        for i in range(power.shape[0]):
            row = 0.0
            for j in range(power.shape[1]):
                row += abs(power[i, j])
            if not row <= norm:
                norm = row
        if norm < 1.0:
            return True
        if not norm < 1e150:
            return False
        product(power, power, square)
        power, square = square, power
    return False


@njit(cache=True, error_model="numpy")
def stable_rule(
    lead: Array, current: Array, lag: Array, ahead: Positions, behind: Positions
) -> tuple[bool, Array, Array, Positions, Array]:
    """Rule ``x(t) = P x(t-1)`` of ``A E x(t+1) + B x(t) + C x(t-1) = 0`` for n variables.

    Parameters
    ----------
    lead, lag : (n, q) and (n, m) arrays
        The columns of A and C that are not zero.
    current : (n, n) array
        B.
    ahead, behind : (q,) and (m,) integer arrays
        Variables that the columns of ``lead`` and ``lag`` belong to.

    Returns
    -------
    found : bool
        Whether there is a unique stable rule: all roots of ``P`` lie inside the unit circle, and so do those of
        ``(A P + B)^-1 A``, which are the inverses of all other roots of the system. If False the rest means nothing.
    transition : (n, m) array
        The columns of P that are not zero.
    factors, pivots : (n, n) and (n,) arrays
        LU factors of ``A P + B``.
    forward : (n, q) array
        ``-(A P + B)^-1 A``: what an expectation of next period adds today.
    """
    n, q, m = current.shape[0], lead.shape[1], lag.shape[1]
    middle, first = current.copy(), current.copy()
    leads, lags = lead.copy(), lag.copy()
    up, down, cross_up, cross_down = np.empty((n, q)), np.empty((n, m)), np.empty((n, q)), np.empty((n, m))
    up_q, up_m, down_q, down_m = np.empty((q, q)), np.empty((m, q)), np.empty((q, m)), np.empty((m, m))
    factors, pivots = np.empty((n, n)), np.empty(n, np.int64)
    transition, forward = np.zeros((n, m)), np.zeros((n, q))
    scale_lead, scale_lag = max(largest(lead), 1e-300), max(largest(lag), 1e-300)
    steps = 0
    while True:
        scaled(middle, 1.0, factors)
        steps += 1
        if steps > MAX_STEPS or not factorise(factors, pivots):
            return False, transition, factors, pivots, forward
        scaled(leads, 1.0, up)
        substitute(factors, pivots, up)
        scaled(lags, 1.0, down)
        substitute(factors, pivots, down)
        take_rows(up, ahead, up_q)
        take_rows(up, behind, up_m)
        take_rows(down, ahead, down_q)
        take_rows(down, behind, down_m)
        # What one period ahead says of this one, and one period back.
        product(leads, down_q, cross_down)
        product(lags, up_m, cross_up)
        for i in range(n):
            for j in range(m):
                first[i, behind[j]] -= cross_down[i, j]
                middle[i, behind[j]] -= cross_down[i, j]
            for j in range(q):
                middle[i, ahead[j]] -= cross_up[i, j]
        product(leads, up_q, cross_up)
        product(lags, down_m, cross_down)
        scaled(cross_up, -1.0, leads)
        scaled(cross_down, -1.0, lags)
        size_lead, size_lag = largest(leads) / scale_lead, largest(lags) / scale_lag
        if not (size_lead < 1e100 and size_lag < 1e100):
            return False, transition, factors, pivots, forward
        if size_lead * size_lag < SMALL**2 and max(size_lead, size_lag) < 1e-3:
            break
    # A step of time iteration takes away the rounding of the reduction.
    for _ in range(2):
        scaled(first, 1.0, factors)
        if not factorise(factors, pivots):
            return False, transition, factors, pivots, forward
        scaled(lag, -1.0, transition)
        substitute(factors, pivots, transition)
        take_rows(transition, ahead, down_q)
        product(lead, down_q, down)
        scaled(current, 1.0, first)
        for i in range(n):
            for j in range(m):
                first[i, behind[j]] += down[i, j]
    scaled(first, 1.0, factors)
    if not factorise(factors, pivots):
        return False, transition, factors, pivots, forward
    scaled(lead, -1.0, forward)
    substitute(factors, pivots, forward)
    take_rows(transition, behind, down_m)
    take_rows(forward, ahead, up_q)
    return vanishes(down_m) and vanishes(up_q), transition, factors, pivots, forward


@njit(cache=True, error_model="numpy")
def rule_slope(
    right: Array,
    transition: Array,
    forward: Array,
    factors: Array,
    pivots: Positions,
    ahead: Positions,
    behind: Positions,
) -> Array:
    """Derivative of the rule by the implicit-function theorem.

    Parameters
    ----------
    right : (n, m) array
        ``dA P P + dB P + dC``, the columns of ``P`` that are not zero; overwritten.
    transition, forward, factors, pivots : arrays
        As :func:`stable_rule` returns them.
    ahead, behind : (q,) and (m,) integer arrays

    Returns
    -------
    (n, m) array
        ``dP`` of ``(A P + B) dP + A dP P = -(dA P P + dB P + dC)``.

    Notes
    -----
    With ``G = -(A P + B)^-1 A`` and ``R = -(A P + B)^-1 right`` the equation is ``dP = R + G dP P``. Its rows of the
    leads form a small Stein equation, solved by squared Smith steps: each doubles the number of periods summed.
    """
    n, m = right.shape
    q = forward.shape[1]
    scaled(right, -1.0, right)
    substitute(factors, pivots, right)
    total, left, own = np.empty((q, m)), np.empty((q, q)), np.empty((m, m))
    take_rows(right, ahead, total)
    take_rows(forward, ahead, left)
    take_rows(transition, behind, own)
    half, term = np.empty((q, m)), np.empty((q, m))
    left_square, own_square = np.empty((q, q)), np.empty((m, m))
    for _ in range(MAX_STEPS):
        product(left, total, half)
        product(half, own, term)
        for i in range(q):
            for j in range(m):
                total[i, j] += term[i, j]
        if not largest(term) > 1e-17 * largest(total):
            break
        product(left, left, left_square)
        product(own, own, own_square)
        left, left_square = left_square, left
        own, own_square = own_square, own
    take_rows(transition, behind, own)
    slope = np.empty((n, m))
    product(total, own, half)
    product(forward, half, slope)
    for i in range(n):
        for j in range(m):
            slope[i, j] += right[i, j]
    return slope


@njit(cache=True, error_model="numpy")
def follow(transition: Array, behind: Positions, path: Array, slope: Array, base: Array) -> None:
    """Fill ``x(t) = P x(t-1) + D y(t-1)`` from the first row of ``path`` on, ``y`` the rows of ``base``."""
    for t in range(1, path.shape[0]):
        for i in range(path.shape[1]):
            total = 0.0
            for j in range(len(behind)):
                total += transition[i, j] * path[t - 1, behind[j]] + slope[i, j] * base[t - 1, behind[j]]
            path[t, i] = total


@njit(cache=True, error_model="numpy")
def response_slopes(
    leads: Array,
    currents: Array,
    lags: Array,
    solution: tuple[Array, Array, Positions, Array],
    impact: Array,
    path: Array,
    ahead: Positions,
    behind: Positions,
) -> Array:
    """Derivatives of responses to a shock with respect to parameters that move the coefficients.

    Parameters
    ----------
    leads, currents, lags : (p, n, l), (p, n, n) and (p, n, m) arrays
        Derivatives of A, B and C; the shock's own coefficients are constants.
    solution : tuple
        ``transition``, ``factors``, ``pivots`` and ``forward`` of :func:`stable_rule`.
    impact : (n,) array
        Response on impact, ``Q``.
    path : (T, n) array
        Responses, ``impact`` the first.
    ahead, behind : (l,) and (m,) integer arrays

    Returns
    -------
    (p, T, n) array
    """
    transition, factors, pivots, forward = solution
    n, m = transition.shape
    q = forward.shape[1]
    own, ahead_rows, twice = np.empty((m, m)), np.empty((q, m)), np.empty((q, m))
    take_rows(transition, behind, own)
    take_rows(transition, ahead, ahead_rows)
    product(ahead_rows, own, twice)
    right, term, first = np.empty((n, m)), np.empty((n, m)), np.empty((n, 1))
    slopes = np.empty((len(leads), path.shape[0], n))
    for position in range(len(leads)):
        lead, current, lag, here = leads[position], currents[position], lags[position], slopes[position]
        # dA P P + dB P + dC and (dA P + dB) Q.
        product(current, transition, right)
        product(lead, twice, term)
        for i in range(n):
            for j in range(m):
                right[i, j] += term[i, j] + lag[i, j]
        for i in range(n):
            total = 0.0
            for j in range(n):
                total += current[i, j] * impact[j]
            for o in range(q):
                for j in range(m):
                    total += lead[i, o] * ahead_rows[o, j] * impact[behind[j]]
            first[i, 0] = -total
        slope = rule_slope(right, transition, forward, factors, pivots, ahead, behind)
        # (A P + B) Q = -N gives dQ = -(A P + B)^-1 (dA P + dB) Q + G dP Q.
        substitute(factors, pivots, first)
        for i in range(n):
            total = first[i, 0]
            for o in range(q):
                for j in range(m):
                    total += forward[i, o] * slope[ahead[o], j] * impact[behind[j]]
            here[0, i] = total
        follow(transition, behind, here, slope, path)
    return slopes
