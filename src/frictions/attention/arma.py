"""Decision rules restricted to finite-order ARMA processes, as in the appendix of the source (section A.5).

The average response and the noise of each decision are ARMA(p, q) lag polynomials, (1.37). The restriction makes the
problem one of a few parameters, and its value an upper bound on the optimal one.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from frictions.arrays import Array
from frictions.attention.arma_kernel import impulse_response
from frictions.attention.economy import Interaction
from frictions.errors import FrictionsError
from frictions.options import checked_fields

FlowMeasure = Literal["sum", "joint"]
"""``sum``: the flows to both decisions add up. ``joint``: mutual information between the shock and both decisions if
their noises are independent; with one noise the formula is the same, but no longer mutual information."""

NoiseKind = Literal["independent", "shared"]
"""``independent``: each decision has a noise of its own. ``shared``: one noise per shock moves both, as in (1.37)."""

FREQUENCIES = 512
"""Midpoints in (0, pi) at which the spectral ratio is averaged."""


class InvalidArmaProblem(FrictionsError):
    """Orders, targets or cost of a restricted problem are not admissible; the message says which."""


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
    noise : {"independent", "shared"}
        Whether the two decisions have noises of their own.
    interaction : {"counted", "ignored"}
        Whether rules are chosen for the whole loss or for the squared errors alone.
    unit : (2,) array, optional
        Response of each decision that the scale of its rule is measured in; the largest first-best response by default.
    """

    first_best: Array
    weight: Array
    cost_ratio: float
    ar: int = 1
    ma: int = 0
    flow: FlowMeasure = "joint"
    noise: NoiseKind = "independent"
    interaction: Interaction = "counted"
    unit: Array | None = None

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

    @property
    def units(self) -> Array:
        """Response of each decision that the scale of its rule is measured in, (2,)."""
        largest = np.abs(self.first_best).max(axis=1) if self.unit is None else self.unit
        return np.asarray(largest, dtype=np.float64)

    @property
    def noise_correlations(self) -> tuple[float, ...]:
        """Correlations that the noises of both decisions may have: with one noise they move together or oppositely."""
        return (0.0,) if self.noise == "independent" else (-1.0, 1.0)

    @property
    def objective_weight(self) -> Array:
        """Weights of the loss that rules are chosen for, (2, 2)."""
        return self.weight if self.interaction == "counted" else np.diag(np.diag(self.weight))

    @property
    def ignorant_loss(self) -> float:
        """Profit lost a quarter by a firm that never reacts, over the variance of the shock."""
        return 0.5 * float(np.einsum("it,ij,jt->", self.first_best, self.weight, self.first_best))


@dataclass(frozen=True, eq=False)
class ArmaSolution:
    """Restricted decision rules; variances in units of the variance of the shock.

    Attributes
    ----------
    point : (k,) array
        Coordinates of the optimum, a start for a neighbouring problem.
    responses, noise : (2, T) arrays
        Lag polynomials ``B`` and ``C`` of (1.37).
    noise_correlation : float
        0 for independent noises; 1 or -1 for one noise, which then moves the stock with ``noise[1]`` times that.
    bits : (2,) array
        Flow to each decision by itself.
    flow : float
        Flow that is paid for.
    price, stock, interaction : float
        Parts of the profit lost a quarter.
    noise_interaction : float
        The part of ``interaction`` that comes from the noise, zero for independent noises.
    objective : float
        What rules are chosen for: profit lost, without the interaction if that is ignored, and cost of information.
    """

    point: Array
    responses: Array
    noise: Array
    noise_correlation: float
    bits: Array
    flow: float
    price: float
    stock: float
    interaction: float
    noise_interaction: float
    objective: float

    @property
    def profit(self) -> float:
        """Profit lost a quarter."""
        return self.price + self.stock + self.interaction

    @property
    def interaction_share(self) -> float:
        """Contribution of the interaction to the profit lost."""
        return self.interaction / self.profit


def evaluate_rules(problem: ArmaProblem, point: Array, noise_correlation: float = 0.0) -> ArmaSolution:
    """Decision rules at given coordinates and what they cost.

    Parameters
    ----------
    problem : ArmaProblem
        The problem.
    point : (k,) array
        For each decision: scale of the response over ``problem.units``, its AR part as inverse
        hyperbolic tangents of partial autocorrelations, its MA coefficients; log of the noise over the response, AR
        and MA part of the noise.
    noise_correlation : float
        One of ``problem.noise_correlations``.

    Returns
    -------
    ArmaSolution

    Raises
    ------
    InvalidArmaProblem
        If the noises cannot have this correlation.
    """
    if noise_correlation not in problem.noise_correlations:
        raise InvalidArmaProblem(f"{problem.noise} noises have no correlation of {noise_correlation:g}")
    horizon = problem.first_best.shape[1]
    angles = frequencies()
    responses, noise, ratios = np.empty((2, horizon)), np.empty((2, horizon)), np.empty((2, FREQUENCIES))
    for d, own in enumerate(np.split(point, 2)):
        scale = own[0] * problem.units[d]
        shape, rest = own[1 : 1 + problem.ar + problem.ma], own[1 + problem.ar + problem.ma :]
        numerator, denominator = _polynomials(shape, problem.ar)
        noise_numerator, noise_denominator = _polynomials(rest[1:], problem.ar)
        size = np.exp(rest[0])
        responses[d] = scale * _moving_average(numerator, denominator, horizon)
        noise[d] = scale * size * _moving_average(noise_numerator, noise_denominator, horizon)
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
    noise_interaction = float(weight[0, 1] * noise_correlation * (noise[0] @ noise[1]))
    interaction = float(weight[0, 1] * squares[0, 1]) + noise_interaction
    counted = interaction if problem.interaction == "counted" else 0.0
    return ArmaSolution(
        point=point,
        responses=responses,
        noise=noise,
        noise_correlation=noise_correlation,
        bits=bits,
        flow=flow,
        price=price,
        stock=stock,
        interaction=interaction,
        noise_interaction=noise_interaction,
        objective=price + stock + counted + problem.cost_ratio * flow,
    )


def frequencies() -> Array:
    """Midpoints in (0, pi) at which spectral ratios are averaged, (m,)."""
    return np.asarray(np.pi * (np.arange(FREQUENCIES) + 0.5) / FREQUENCIES, dtype=np.float64)


def _polynomials(shape: Array, ar: int) -> tuple[Array, Array]:
    """MA and AR lag polynomials; the AR part is stationary, from partial autocorrelations."""
    coefficients = np.empty(0)
    for partial in np.tanh(shape[:ar]):
        coefficients = np.append(coefficients - partial * coefficients[::-1], partial)
    return np.append(1.0, shape[ar:]), np.append(1.0, -coefficients)


def _moving_average(numerator: Array, denominator: Array, periods: int) -> Array:
    """Moving-average weights of the ratio of an MA and an AR lag polynomial."""
    path = np.empty(periods)
    impulse_response(numerator, denominator, path)
    return path


def _power(polynomial: Array, angles: Array) -> Array:
    """Squared modulus of a lag polynomial on the unit circle."""
    values = np.exp(-1j * np.outer(angles, np.arange(len(polynomial)))) @ polynomial
    return values.real**2 + values.imag**2
