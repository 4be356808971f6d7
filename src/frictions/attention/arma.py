"""Decision rules restricted to finite-order ARMA processes, as in the appendix of the source (section A.5).

The average response and the noise of each decision are ARMA(p, q) lag polynomials, (1.37). The restriction makes the
problem one of a few parameters, and its value an upper bound on the optimal one.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import minimize

from frictions.arrays import Array
from frictions.attention.arma_kernel import rules_gradient, rules_objective
from frictions.errors import FrictionsError
from frictions.options import checked_fields

FlowMeasure = Literal["sum", "joint"]
"""``sum``: the flows to both decisions add up. ``joint``: mutual information between the shock and both decisions."""

FREQUENCIES = 512
"""Midpoints in (0, pi) at which the spectral ratio is averaged."""


class InvalidArmaProblem(FrictionsError):
    """Orders, targets or cost of a restricted problem are not admissible; the message says which."""


class NoArmaOptimum(FrictionsError):
    """No start of the restricted minimisation led to a finite value."""


@checked_fields
@dataclass(frozen=True, eq=False)
class ArmaProblem:
    """What a firm with restricted decision rules minimises, per unit variance of the shock.

    Attributes
    ----------
    first_best : (2, T) array
        First-best responses of price and stock to a unit shock; they must die out within T.
    weight : (2, 2) array
        Weights of the loss, ``e' weight e / 2``.
    cost_ratio : float
        Cost of a bit over the variance of the shock.
    ar, ma : int
        Orders p and q of every lag polynomial.
    flow : {"sum", "joint"}
        How information is counted.
    """

    first_best: Array
    weight: Array
    cost_ratio: float
    ar: int = 1
    ma: int = 0
    flow: FlowMeasure = "joint"

    def __post_init__(self) -> None:
        if self.first_best.ndim != 2 or len(self.first_best) != 2 or self.first_best.shape[1] < 8:
            raise InvalidArmaProblem(f"need first-best responses of shape (2, T), got {self.first_best.shape}")
        if self.ar < 0 or self.ma < 0 or not self.cost_ratio > 0.0:
            raise InvalidArmaProblem("need orders of zero or more and a positive cost")
        if not np.all(np.isfinite(self.first_best)) or not np.abs(self.first_best).max(axis=1).all():
            raise InvalidArmaProblem("a first-best response is not finite or is zero throughout")

    @property
    def parameters_per_decision(self) -> int:
        """Scale and shape of the response, relative size and shape of the noise."""
        return 2 * (1 + self.ar + self.ma)


@dataclass(frozen=True, eq=False)
class ArmaSolution:
    """Restricted decision rules; variances in units of the variance of the shock.

    Attributes
    ----------
    point : (k,) array
        Coordinates of the optimum, a start for a neighbouring problem.
    responses, noise : (2, T) arrays
        Lag polynomials ``B`` and ``C`` of (1.37).
    bits : (2,) array
        Flow to each decision by itself.
    flow : float
        Flow that is paid for.
    price, stock, interaction : float
        Parts of the profit lost a quarter.
    objective : float
        Profit lost and cost of information.
    """

    point: Array
    responses: Array
    noise: Array
    bits: Array
    flow: float
    price: float
    stock: float
    interaction: float
    objective: float

    @property
    def profit(self) -> float:
        """Profit lost a quarter."""
        return self.price + self.stock + self.interaction

    @property
    def interaction_share(self) -> float:
        """Contribution of the interaction to the profit lost."""
        return self.interaction / self.profit


def evaluate_rules(problem: ArmaProblem, point: Array) -> ArmaSolution:
    """Decision rules at given coordinates and what they cost.

    Parameters
    ----------
    problem : ArmaProblem
        The problem.
    point : (k,) array
        For each decision: scale of the response over the largest first-best response, its AR part as inverse
        hyperbolic tangents of partial autocorrelations, its MA coefficients; log of the noise over the response, AR
        and MA part of the noise.

    Returns
    -------
    ArmaSolution
    """
    horizon = problem.first_best.shape[1]
    angles = _frequencies()
    responses, noise, ratios = np.empty((2, horizon)), np.empty((2, horizon)), np.empty((2, FREQUENCIES))
    for d, own in enumerate(np.split(point, 2)):
        scale = own[0] * np.abs(problem.first_best[d]).max()
        shape, rest = own[1 : 1 + problem.ar + problem.ma], own[1 + problem.ar + problem.ma :]
        numerator, denominator = _polynomials(shape, problem.ar)
        noise_numerator, noise_denominator = _polynomials(rest[1:], problem.ar)
        size = np.exp(rest[0])
        responses[d] = scale * _impulse_response(numerator, denominator, horizon)
        noise[d] = scale * size * _impulse_response(noise_numerator, noise_denominator, horizon)
        ratios[d] = (
            _power(numerator, angles)
            * _power(noise_denominator, angles)
            / (_power(denominator, angles) * _power(noise_numerator, angles) * size**2)
        )
    bits = 0.5 * np.log2(1.0 + ratios).mean(axis=1)
    flow = float(bits.sum()) if problem.flow == "sum" else float(0.5 * np.log2(1.0 + ratios.sum(axis=0)).mean())
    errors = responses - problem.first_best
    squares = errors @ errors.T
    own_noise = (noise**2).sum(axis=1)
    weight = problem.weight
    price, stock = (0.5 * float(weight[d, d] * (squares[d, d] + own_noise[d])) for d in range(2))
    interaction = float(weight[0, 1] * squares[0, 1])
    return ArmaSolution(
        point=point,
        responses=responses,
        noise=noise,
        bits=bits,
        flow=flow,
        price=price,
        stock=stock,
        interaction=interaction,
        objective=price + stock + interaction + problem.cost_ratio * flow,
    )


def best_rules(problem: ArmaProblem, starts: Array, tolerance: float = 1e-9) -> ArmaSolution:
    """Minimise over the coefficients from several starts.

    Parameters
    ----------
    problem : ArmaProblem
        The problem.
    starts : (m, k) array
        Coordinates, for instance :func:`default_starts`, or the solution of a neighbouring problem.
    tolerance : float
        Gradient at which a search stops, the objective scaled to the loss without information.

    Returns
    -------
    ArmaSolution
        The best end; searches are local, as the source's are.

    Raises
    ------
    InvalidArmaProblem
        If the starts have the wrong length.
    NoArmaOptimum
        If no search ends at a finite value.
    """
    starts = np.atleast_2d(starts)
    if starts.shape[1] != 2 * problem.parameters_per_decision:
        raise InvalidArmaProblem(f"starts need {2 * problem.parameters_per_decision} entries, got {starts.shape[1]}")
    ignorant = 0.5 * float(np.einsum("it,ij,jt->", problem.first_best, problem.weight, problem.first_best))

    first_best = np.ascontiguousarray(problem.first_best)
    scales = np.abs(first_best).max(axis=1)
    cosines = np.cos(np.outer(np.arange(max(problem.ar, problem.ma) + 1), _frequencies()))
    joint = problem.flow == "joint"

    arguments = (first_best, scales, problem.weight, problem.cost_ratio, problem.ar, problem.ma, joint, cosines)

    def scaled(point: Array) -> float:
        # Beyond these the polynomials overflow; searches start far inside.
        if np.abs(point).max() > 30.0:
            return 1e6
        return float(rules_objective(point, *arguments) / ignorant)

    def slopes(point: Array) -> Array:
        if np.abs(point).max() > 30.0:
            return np.zeros_like(point)
        return np.asarray(rules_gradient(point, *arguments) / ignorant, dtype=np.float64)

    ends = [
        minimize(scaled, start, method="BFGS", jac=slopes, options={"gtol": tolerance, "maxiter": 2000})
        for start in starts
    ]
    best = min(ends, key=lambda end: end.fun if np.isfinite(end.fun) else np.inf)
    if not np.isfinite(best.fun) or best.fun >= 1e6:
        raise NoArmaOptimum(f"none of {len(starts)} searches ended at a finite value")
    return evaluate_rules(problem, np.asarray(best.x, dtype=np.float64))


def default_starts(problem: ArmaProblem, count: int, seed: np.random.SeedSequence) -> Array:
    """Draw starts of the restricted minimisation: attenuated persistent responses, and random variations.

    Parameters
    ----------
    problem : ArmaProblem
        The problem.
    count : int
        Number of starts, the first of them not random.
    seed : numpy.random.SeedSequence
        Source of the variations.

    Returns
    -------
    (count, k) array
    """
    size = problem.parameters_per_decision
    base = np.zeros(2 * size)
    for d in range(2):
        first_best = problem.first_best[d]
        peak = first_best[np.abs(first_best).argmax()]
        offset = d * size
        base[offset] = 0.2 * np.sign(peak)
        if problem.ar:
            base[offset + 1] = np.arctanh(0.8)
            base[offset + 2 + problem.ar + problem.ma] = np.arctanh(0.8)
        base[offset + 1 + problem.ar + problem.ma] = 0.5
    variations = 0.5 * np.random.default_rng(seed).standard_normal((count, 2 * size))
    variations[0] = 0.0
    return base + variations


def _frequencies() -> Array:
    return np.asarray(np.pi * (np.arange(FREQUENCIES) + 0.5) / FREQUENCIES, dtype=np.float64)


def _polynomials(shape: Array, ar: int) -> tuple[Array, Array]:
    """MA and AR lag polynomials; the AR part is stationary, from partial autocorrelations."""
    coefficients = np.empty(0)
    for partial in np.tanh(shape[:ar]):
        coefficients = np.append(coefficients - partial * coefficients[::-1], partial)
    return np.append(1.0, shape[ar:]), np.append(1.0, -coefficients)


def _impulse_response(numerator: Array, denominator: Array, periods: int) -> Array:
    """Moving-average weights of the ratio of an MA and an AR lag polynomial."""
    path = np.zeros(periods)
    path[: len(numerator)] = numerator
    for t in range(1, periods):
        for lag in range(1, min(t, len(denominator) - 1) + 1):
            path[t] -= denominator[lag] * path[t - lag]
    return path


def _power(polynomial: Array, angles: Array) -> Array:
    """Squared modulus of a lag polynomial on the unit circle."""
    values = np.exp(-1j * np.outer(angles, np.arange(len(polynomial)))) @ polynomial
    return values.real**2 + values.imag**2
