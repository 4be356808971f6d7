"""Rules of the individual firm under Calvo pricing, by undetermined coefficients (sections A.6.1-A.6.5)."""

from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Literal

from frictions.inventory.parameters import CalvoParameters
from frictions.inventory.steady_state import SteadyState
from frictions.options import checked_options
from frictions.rational_expectations.solution import NoStableRule

CostMode = Literal["marginal", "average"]
"""``marginal``: the firm weighs the marginal cost of production. ``average``: the constant in (A.26), (A.27), ``B_1``
and the stock condition is the average cost ``alpha m``, which reproduces the source's numbers and is not optimal."""


@dataclass(frozen=True, slots=True)
class FirmRules:
    """Linear rules in deviations from the average firm.

    A firm's employment, stock, marginal cost and expected inventories respond to its inventories (first subscript of
    the source) and to its price (second); a reset price responds to inventories.

    Attributes
    ----------
    labor, stock, marginal_cost, inventories : (float, float)
        ``psi^l``, ``psi^z``, ``psi^mc``, ``psi^inv``.
    reset_price : float
        ``psi^p_1``.
    cost_weight : float
        Constant that stands for the real marginal cost in the stock condition.
    own_price_effect : float
        ``kappa``: how far the expected discounted costs of a reset firm rise with its own price.
    price_weight : float
        ``kappa_1 = (1 + D theta)/(1 - beta xi_p)``.
    spectral_radius : float
        Of the law of motion of (inventories, price) of one firm, below one.
    iterations : int
        Steps of the time iteration.
    residual : float
        Certificate: largest violation of (A.26), (A.27) and (A.40).
    """

    labor: tuple[float, float]
    stock: tuple[float, float]
    marginal_cost: tuple[float, float]
    inventories: tuple[float, float]
    reset_price: float
    cost_weight: float
    own_price_effect: float
    price_weight: float
    spectral_radius: float
    iterations: int
    residual: float

    def coefficients(self) -> dict[str, float]:
        """Return the coefficients under the names of the source."""
        named = {
            "psi_l": self.labor,
            "psi_z": self.stock,
            "psi_mc": self.marginal_cost,
            "psi_inv": self.inventories,
        }
        flat = {f"{name}{place}": value for name, pair in named.items() for place, value in enumerate(pair, start=1)}
        return flat | {"psi_p1": self.reset_price}


@checked_options
def firm_rules(
    parameters: CalvoParameters,
    steady: SteadyState,
    mc_mode: CostMode = "marginal",
    tolerance: float = 1e-14,
    max_iterations: int = 20_000,
) -> FirmRules:
    """Solve (A.26), (A.27) and (A.40) for the stable rules by iterating on one response of next period's rule.

    Parameters
    ----------
    parameters : CalvoParameters
        Structural parameters.
    steady : SteadyState
        Their steady state.
    mc_mode : {"marginal", "average"}
        Which cost the constant of the stock condition is.
    tolerance : float
        Change of the total response of marginal cost to inventories at which the iteration stops; relative above one.
    max_iterations : int
        Steps after which the search is given up.

    Returns
    -------
    FirmRules

    Raises
    ------
    NoStableRule
        If the iteration does not converge, or the rules make a firm's inventories and price explode.

    Notes
    -----
    Given how next period's marginal cost responds to inventories, a reset price included, all else is linear. The
    equations have several real roots; iterating on that response from zero, that of a period without future, picks the
    one that does not explode, which is checked. ``B_1`` carries a leading minus. (A.40) is one scalar equation, not
    two. Table A.1 omits the change of the average relative price from the price of a firm that does not reset.
    """
    alpha, beta, theta, xi = parameters.alpha, parameters.beta, parameters.theta, parameters.xi_p
    b, kept = parameters.carry, 1.0 - parameters.delta_z
    demand, price = steady.demand, steady.price
    hazard, markup_curvature = demand.stock_out_elasticity, steady.markup_curvature
    cost = steady.marginal_cost * (alpha if mc_mode == "average" else 1.0)
    if price <= b * cost:
        raise NoStableRule("the price does not exceed the discounted cost")
    inverse = 1.0 / (1.0 - b)
    weight = -(b * cost / (price - b * cost) - b * inverse)
    retained = 1.0 - steady.sales / steady.stock * demand.sales_elasticity
    stock_to_inventories = kept * steady.inventories / steady.stock
    stock_to_labor = alpha * steady.output / steady.stock
    inventories_to_own = kept * retained
    inventories_to_labor = alpha * retained * steady.output / steady.inventories
    inventories_to_price = theta * (1.0 - demand.sales_elasticity) * steady.sales / steady.inventories
    price_weight = (1.0 + markup_curvature * theta) / (1.0 - beta * xi)
    price_constant = theta * hazard + price / (price - b * cost)
    elastic = 1.0 - alpha

    # Total response of marginal cost to inventories, that of a reset price included; next period's in the loop.
    c, iteration, change = 0.0, 0, float("inf")
    labor1 = labor2 = inv1 = inv2 = stock1 = stock2 = reset = sum1 = sum2 = 0.0
    while change > tolerance:
        if iteration == max_iterations:
            message = f"the firm's rules did not converge in {max_iterations} steps (last change {change:.2e})"
            raise NoStableRule(message)
        iteration += 1
        # (A.26) and (A.27) are linear in the responses of employment. That to the price is the same in both periods.
        slope = elastic * inverse - hazard * stock_to_labor - weight * c * inventories_to_labor
        try:
            labor1 = (hazard * stock_to_inventories + weight * c * inventories_to_own) / slope
            labor2 = (price_constant + weight * c * inventories_to_price) / (slope - weight * xi * elastic)
        except ZeroDivisionError:
            raise NoStableRule("the stock condition (A.26) has no solution along the iteration") from None
        inv1 = inventories_to_own + inventories_to_labor * labor1
        inv2 = inventories_to_price + inventories_to_labor * labor2
        stock1 = stock_to_inventories + stock_to_labor * labor1
        stock2 = stock_to_labor * labor2
        # Discounted sums in (A.40): kappa = Phi_1 - D Phi_2 + beta xi kappa Psi_1.
        try:
            sum1 = (c * inv1 - markup_curvature * stock1) / (1.0 - beta * xi * inv1)
            sum2 = c * inv2 + elastic * labor2 * xi - markup_curvature * stock2 + beta * xi * sum1 * inv2
            sum2 /= 1.0 - beta * xi
            reset = sum1 / (price_weight - sum2)
        except ZeroDivisionError:
            raise NoStableRule("the pricing condition (A.40) has no solution along the iteration") from None
        new_c = elastic * labor1 + elastic * labor2 * (1.0 - xi) * reset
        if not isfinite(new_c):
            raise NoStableRule("the pricing condition (A.40) has no solution along the iteration")
        change, c = abs(new_c - c) / max(1.0, abs(c)), new_c

    pull = (1.0 - xi) * reset
    radius = _spectral_radius(inv1, inv2, pull * inv1, xi + pull * inv2)
    if not radius < 1.0:
        raise NoStableRule(f"the firm's rules are explosive: spectral radius {radius:.6f}")
    mc1, mc2 = elastic * labor1, elastic * labor2
    c = mc1 + mc2 * pull
    row1, row2 = c * inv1 - markup_curvature * stock1, c * inv2 + mc2 * xi - markup_curvature * stock2
    residual = max(
        abs(mc1 * inverse - hazard * stock1 - weight * c * inv1),
        abs(mc2 * inverse - hazard * stock2 - price_constant - weight * (c * inv2 + mc2 * xi)),
        # The discounted sums of (A.40) as recursions, at the responses that the iteration ended with.
        abs(sum1 - row1 - beta * xi * sum1 * inv1),
        abs(sum2 - row2 - beta * xi * (sum1 * inv2 + sum2)),
        abs(price_weight * reset - sum1 - sum2 * reset),
    )
    return FirmRules(
        labor=(labor1, labor2),
        stock=(stock1, stock2),
        marginal_cost=(mc1, mc2),
        inventories=(inv1, inv2),
        reset_price=reset,
        cost_weight=cost,
        own_price_effect=sum2,
        price_weight=price_weight,
        spectral_radius=radius,
        iterations=iteration,
        residual=residual,
    )


def _spectral_radius(a: float, b: float, c: float, d: float) -> float:
    """Return the spectral radius of the matrix with rows (a, b) and (c, d)."""
    half_trace, determinant = 0.5 * (a + d), a * d - b * c
    discriminant = half_trace**2 - determinant
    if discriminant < 0.0:
        return sqrt(determinant)
    return abs(half_trace) + sqrt(discriminant)
