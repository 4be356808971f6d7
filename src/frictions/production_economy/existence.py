"""When the value of the consumption problem is finite."""

from dataclasses import dataclass
from math import sqrt

from frictions.errors import FrictionsError
from frictions.production_economy.economy import Economy


class InfiniteValue(FrictionsError):
    """The representative individual's value is infinite: no equilibrium with positive consumption exists."""


@dataclass(frozen=True)
class Existence:
    """Outcome of the existence condition."""

    exponent: float
    """Smaller root of the quadratic, the slope of the eigenfunction's logarithm; nan when there is no real root."""
    growth_rate: float
    """Principal eigenvalue, a year: the rate at which postponed utility grows before discounting; inf with no root."""
    margin: float
    """Discount rate less ``growth_rate``; the value is finite if and only if it is positive."""


def check_existence(economy: Economy) -> Existence:
    r"""Principal eigenvalue of the linear part of the Bellman equation against the discount rate.

    :math:`e^{Dx}` is an eigenfunction when
    :math:`\frac{\sigma^2}2D^2-[\kappa-(1-\gamma)\rho\sigma\sqrt b]D+(1-\gamma)(a-\frac\gamma2b)=0`, with eigenvalue
    :math:`\kappa\theta D`. The smaller root is the principal one: under the measure that it defines the state reverts
    to its mean at the rate :math:`\kappa-(1-\gamma)\rho\sigma\sqrt b-\sigma^2D>0`.
    """
    excess = 1.0 - economy.risk_aversion
    reversion = economy.reversion - excess * economy.correlation * economy.volatility * sqrt(economy.variance)
    reward = excess * (economy.growth - 0.5 * economy.risk_aversion * economy.variance)
    discriminant = reversion**2 - 2.0 * economy.volatility**2 * reward
    if discriminant < 0.0:
        return Existence(exponent=float("nan"), growth_rate=float("inf"), margin=float("-inf"))
    root = sqrt(discriminant)
    # The two forms of the smaller root; each avoids the cancellation of the other.
    exponent = 2.0 * reward / (reversion + root) if reversion > 0.0 else (reversion - root) / economy.volatility**2
    growth_rate = economy.reversion * economy.mean * exponent
    return Existence(exponent=exponent, growth_rate=growth_rate, margin=economy.discount_rate - growth_rate)


def require_finite_value(economy: Economy) -> Existence:
    """Return the existence condition, or raise where it fails.

    Raises
    ------
    InfiniteValue
        If the discount rate does not exceed the principal eigenvalue.
    """
    existence = check_existence(economy)
    if not existence.margin > 0.0:
        raise InfiniteValue(
            f"discount_rate = {economy.discount_rate} does not exceed the growth rate of postponed utility, "
            f"{existence.growth_rate:.6g}, at risk_aversion = {economy.risk_aversion}: the value is infinite"
        )
    return existence
