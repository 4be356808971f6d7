r"""Wealth-consumption ratio of the CRRA economy by Chebyshev collocation and Newton's method.

With :math:`J=f(x)^\gamma W^{1-\gamma}/(1-\gamma)` and :math:`h=\ln f` the Bellman equation of the planner
(:math:`\alpha=1,\pi=0`) is, in the stationary case,

.. math:: \frac\delta\gamma=e^{-h}+\frac{1-\gamma}\gamma\Bigl(g-\frac\gamma2\xi^2\Bigr)+h'[m+(1-\gamma)\xi v_1]
          +\frac12(v_1^2+v_2^2)(h''+\gamma h'^2).

The cross term of the source's Bellman equation lacks :math:`J_{Wx}W v_2\pi\sigma_2`; it is zero at :math:`\pi=0`.
"""

from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.production_economy.chebyshev import ChebyshevGrid, chebyshev_grid, coefficients, interpolate
from frictions.production_economy.economy import Economy, LocalCoefficients, local_coefficients, tail_probability
from frictions.production_economy.existence import require_finite_value

LARGEST_STEP = 1.0
STEP_TOLERANCE = 1e-10
STEP_LIMIT = 200


class NoConvergence(FrictionsError):
    """Newton's method did not settle; carries the last step."""


@dataclass(frozen=True)
class NewtonSolution:
    """Values on the nodes with the record of the iteration."""

    log_ratio: Array
    """(n,) :math:`h`, log of wealth over consumption."""
    steps: int
    last_step: float
    """Largest change of the last step."""
    residual: float
    """Largest residual of the collocation equations, per year."""


@dataclass(frozen=True)
class Certificate:
    """How far the discrete solution is from the solution of the differential equation."""

    collocation_residual: float
    """Largest residual at the nodes, per year."""
    equation_residual: float
    """Largest residual halfway between nodes over the inner half of the domain, per year."""
    refinement: float
    """Largest change of :math:`h` over the inner half when 16 nodes are added."""
    last_coefficient: float
    """Largest of the last two Chebyshev coefficients of :math:`h`, relative to the largest."""
    tail_probability: float
    """Stationary probability of a state beyond the domain."""
    existence_margin: float
    """Discount rate less the growth rate of postponed utility; must be positive."""
    newton_steps: int


@dataclass(frozen=True)
class Equilibrium:
    """Solution on the Chebyshev grid of [0, ``state_limit``]."""

    economy: Economy
    state_limit: float
    nodes: Array
    """(n,) states."""
    log_ratio: Array
    r"""(n,) :math:`h=\ln(W/c)` at the nodes."""
    certificate: Certificate


def reward(coefficients_: LocalCoefficients, risk_aversion: float) -> Array:
    r"""Return :math:`\frac{1-\gamma}\gamma(g-\frac\gamma2\xi^2)`, (n,)."""
    excess = (1.0 - risk_aversion) / risk_aversion
    return excess * (coefficients_.growth - 0.5 * risk_aversion * coefficients_.volatility**2)


def twisted_drift(coefficients_: LocalCoefficients, risk_aversion: float) -> Array:
    r"""Return :math:`m+(1-\gamma)\xi v_1`, (n,)."""
    return coefficients_.drift + (1.0 - risk_aversion) * coefficients_.volatility * coefficients_.common


def bellman_residual(
    coefficients_: LocalCoefficients,
    discount_rate: float,
    risk_aversion: float,
    derivatives: tuple[Array, Array, Array],
) -> Array:
    """Right side less left side of the Bellman equation in logs for ``derivatives`` = (h, h', h''), each (n,)."""
    h, slope, curvature = derivatives
    return (
        np.exp(-h)
        - discount_rate / risk_aversion
        + reward(coefficients_, risk_aversion)
        + slope * twisted_drift(coefficients_, risk_aversion)
        + 0.5 * coefficients_.state_variance * (curvature + risk_aversion * slope**2)
    )


def solve_bellman(
    coefficients_: LocalCoefficients, grid: ChebyshevGrid, discount_rate: float, risk_aversion: float
) -> NewtonSolution:
    r"""Newton's method on the collocation equations from :math:`h=-\ln\delta`.

    No condition is needed at zero, where the diffusion vanishes and the equation itself holds; at the upper end the
    equation gives way to :math:`h''=0`, without which the system has a direction that it hardly determines.

    Raises
    ------
    NoConvergence
        If the step neither falls below the tolerance nor stops falling at rounding level, or the system is singular.
    """
    h = np.full(grid.nodes.size, -np.log(discount_rate))
    drift = twisted_drift(coefficients_, risk_aversion)
    diffusion = 0.5 * coefficients_.state_variance
    previous = np.inf
    for steps in range(1, STEP_LIMIT + 1):
        slope = grid.first @ h
        residual = bellman_residual(coefficients_, discount_rate, risk_aversion, (h, slope, grid.second @ h))
        jacobian = (drift + 2.0 * risk_aversion * diffusion * slope)[:, None] * grid.first + diffusion[
            :, None
        ] * grid.second
        jacobian[np.diag_indices_from(jacobian)] -= np.exp(-h)
        residual[-1] = grid.second[-1] @ h
        jacobian[-1] = grid.second[-1]
        try:
            step = np.linalg.solve(jacobian, -residual)
        except np.linalg.LinAlgError as error:
            raise NoConvergence(f"the Newton system became singular at step {steps}") from error
        size = float(np.max(np.abs(step)))
        h = h + step * min(1.0, LARGEST_STEP / size)
        # Rounding in the differentiation matrices may leave the step above the tolerance for ever.
        stagnant = previous < 1e-7 and size > 0.5 * previous
        if size < STEP_TOLERANCE or stagnant:
            derivatives = (h, grid.first @ h, grid.second @ h)
            final = bellman_residual(coefficients_, discount_rate, risk_aversion, derivatives)[:-1]
            return NewtonSolution(h, steps, size, float(np.max(np.abs(final))))
        previous = size
    raise NoConvergence(f"Newton's method stopped after {steps} steps with a last step of {size:.3g}")


def solve_equilibrium(economy: Economy, size: int = 32, state_limit: float = 8.0) -> Equilibrium:
    """Stationary equilibrium of the square-root economy.

    Parameters
    ----------
    economy : Economy
    size : int
        Chebyshev nodes.
    state_limit : float
        Upper end of the domain, where the stationary law must have no mass to speak of (see the certificate).

    Raises
    ------
    InfiniteValue
        If the existence condition fails; checked before solving.
    NoConvergence
        If Newton's method fails.
    """
    existence = require_finite_value(economy)
    grid = chebyshev_grid(size, state_limit)
    rates = (economy.discount_rate, economy.risk_aversion)
    solution = solve_bellman(local_coefficients(economy, grid.nodes), grid, *rates)
    finer = chebyshev_grid(size + 16, state_limit)
    refined = solve_bellman(local_coefficients(economy, finer.nodes), finer, *rates)

    inner = np.linspace(0.0, 0.5 * state_limit, 4 * size)
    derivatives = tuple(interpolate(solution.log_ratio, state_limit, inner, order) for order in range(3))
    residual = bellman_residual(
        local_coefficients(economy, inner), *rates, (derivatives[0], derivatives[1], derivatives[2])
    )
    series = np.abs(coefficients(solution.log_ratio))
    certificate = Certificate(
        collocation_residual=solution.residual,
        equation_residual=float(np.max(np.abs(residual))),
        refinement=float(np.max(np.abs(interpolate(refined.log_ratio, state_limit, inner) - derivatives[0]))),
        last_coefficient=float(series[-2:].max() / series.max()),
        tail_probability=tail_probability(economy, state_limit),
        existence_margin=existence.margin,
        newton_steps=solution.steps,
    )
    return Equilibrium(economy, state_limit, grid.nodes, solution.log_ratio, certificate)
