"""Finite differences on a graded grid: a second algorithm, kept to check the collocation solution."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, diags_array, identity, lil_matrix
from scipy.sparse.linalg import splu, spsolve

from frictions.arrays import Array
from frictions.production_economy.bonds import pricing_drift
from frictions.production_economy.collocation import NoConvergence, bellman_residual, twisted_drift
from frictions.production_economy.economy import Economy, local_coefficients
from frictions.production_economy.existence import require_finite_value
from frictions.production_economy.prices import prices_from_ratio

STEP_LIMIT = 60


@dataclass(frozen=True)
class DifferenceGrid:
    """Graded grid with three-point derivative matrices."""

    nodes: Array
    """(n,) increasing, from zero."""
    first: csr_matrix
    """(n, n), one-sided of second order at both ends."""
    second: csr_matrix
    """(n, n), zero rows at both ends: the diffusion vanishes at zero, linearity is imposed at the upper end."""


def difference_grid(size: int, upper: float) -> DifferenceGrid:
    r"""Grid :math:`x=\bar x(s/4+3s^2/4)`, finer near zero, with ``size`` nodes."""
    s = np.linspace(0.0, 1.0, size)
    nodes = upper * (0.25 * s + 0.75 * s**2)
    first = lil_matrix((size, size))
    second = lil_matrix((size, size))
    left, right = np.diff(nodes)[:-1], np.diff(nodes)[1:]
    total = left + right
    for i in range(1, size - 1):
        before, after, both = left[i - 1], right[i - 1], total[i - 1]
        first[i, i - 1 : i + 2] = [
            -after / (before * both),
            (after - before) / (before * after),
            before / (after * both),
        ]
        second[i, i - 1 : i + 2] = [2.0 / (before * both), -2.0 / (before * after), 2.0 / (after * both)]
    one, two = nodes[1] - nodes[0], nodes[2] - nodes[0]
    first[0, :3] = [-(one + two) / (one * two), two / (one * (two - one)), -one / (two * (two - one))]
    one, two = nodes[-1] - nodes[-2], nodes[-1] - nodes[-3]
    first[-1, -3:] = [one / (two * (two - one)), -two / (one * (two - one)), (one + two) / (one * two)]
    return DifferenceGrid(nodes, first.tocsr(), second.tocsr())


def solve_log_ratio(economy: Economy, grid: DifferenceGrid) -> Array:
    """Log wealth over consumption (n,) on the grid, by Newton's method on the sparse system.

    Raises
    ------
    InfiniteValue
        If the existence condition fails.
    NoConvergence
        If Newton's method fails.
    """
    require_finite_value(economy)
    local = local_coefficients(economy, grid.nodes)
    gamma = economy.risk_aversion
    drift, diffusion = twisted_drift(local, gamma), 0.5 * local.state_variance
    h = np.full(grid.nodes.size, -np.log(economy.discount_rate))
    size = np.inf
    for _ in range(STEP_LIMIT):
        slope = grid.first @ h
        residual = bellman_residual(local, economy.discount_rate, gamma, (h, slope, grid.second @ h))
        jacobian = (
            diags_array(drift + 2.0 * gamma * diffusion * slope) @ grid.first
            + diags_array(diffusion) @ grid.second
            - diags_array(np.exp(-h))
        )
        step = spsolve(jacobian.tocsc(), -residual)
        size = float(np.max(np.abs(step)))
        h = h + step * min(1.0, 1.0 / size)
        if size < 1e-11:
            return h
    raise NoConvergence(f"the finite-difference system kept a step of {size:.3g} after {STEP_LIMIT} steps")


def pricing_operator(economy: Economy, grid: DifferenceGrid, h: Array) -> csr_matrix:
    """Build the generator (n, n) of bond prices, given log wealth over consumption (n,)."""
    local = local_coefficients(economy, grid.nodes)
    prices = prices_from_ratio(economy, grid.nodes, h, grid.first @ h)
    drift = pricing_drift(local, prices.dh, economy.risk_aversion)
    operator = diags_array(0.5 * local.state_variance) @ grid.second + diags_array(drift) @ grid.first
    return (operator - diags_array(prices.short_rate)).tocsr()


def advance(operator: csr_matrix, initial: Array, maturity: float, step: float = 0.01) -> Array:
    r"""Solve :math:`u_\tau=\mathcal Lu` to ``maturity`` by Crank-Nicolson; returns (n,).

    The first two steps are four half steps of implicit Euler (Rannacher): they damp what Crank-Nicolson would carry on.
    """
    steps = max(round(maturity / step), 3)
    step = maturity / steps
    unit = identity(initial.size, format="csc")
    euler = splu((unit - 0.5 * step * operator).tocsc())
    values = initial
    for _ in range(4):
        values = euler.solve(values)
    # The implicit half of Crank-Nicolson has the matrix of a half Euler step.
    for _ in range(steps - 2):
        values = euler.solve(values + 0.5 * step * (operator @ values))
    return values
