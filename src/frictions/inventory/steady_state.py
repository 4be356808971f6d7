"""Non-stochastic steady state (section A.3)."""

from dataclasses import dataclass
from math import exp, log
from typing import Literal

from scipy.optimize import brentq

from frictions.errors import FrictionsError
from frictions.inventory.demand import StockOut, normal_cdf, stock_out
from frictions.inventory.parameters import InventoryParameters
from frictions.options import checked_fields, checked_options

Accounting = Literal["printed", "exact"]
"""``printed``: firms' sales add up to the final good and rationing rents are left out, as in (A.6) and (1.33).
``exact``: firms sell ``p^-theta Psi S`` and the final good is spent on consumption and government."""


class NoSteadyState(FrictionsError):
    """The parameters admit no steady state with positive quantities; the message says which condition fails."""


@checked_fields
@dataclass(frozen=True, slots=True)
class SteadyState:
    """Steady state of the inventory model; quantities are levels per quarter, prices relative to the price index.

    Attributes
    ----------
    accounting : {"printed", "exact"}
        How sales and the resource constraint are counted.
    demand : StockOut
        Demand at the threshold.
    price : float
        ``p*``, the price of a firm over the price index, which contains shadow prices.
    marginal_cost : float
        Real marginal cost of production ``m*``.
    final_good, sales, output, consumption, stock, inventories, labor : float
        ``S*``, the sum of firms' sales, ``Y*``, ``C*``, ``Z*``, ``inv*``, ``L*``.
    wage, household_wage : float
        Real wage that firms pay and that households receive, (A.4).
    marginal_utility : float
        (A.8).
    markup_curvature : float
        ``D`` of (A.31): the log markup falls by ``D`` for each log point of the threshold.
    residuals : dict of str to float
        Certificate: each steady-state condition, relative to its size.
    """

    accounting: Accounting
    demand: StockOut
    price: float
    marginal_cost: float
    final_good: float
    sales: float
    output: float
    consumption: float
    stock: float
    inventories: float
    labor: float
    wage: float
    household_wage: float
    marginal_utility: float
    markup_curvature: float
    residuals: dict[str, float]

    def quantities(self) -> dict[str, float]:
        """Return the named quantities of the steady-state table, derived ratios and probabilities included."""
        return {
            "threshold": self.demand.threshold,
            "price": self.price,
            "marginal_cost": self.marginal_cost,
            "markup": self.price / self.marginal_cost,
            "stock_out_probability": self.demand.stock_out_probability,
            "unserved_demand_share": 1.0 - self.demand.served_demand,
            "demand_elasticity": self.demand.demand_elasticity,
            "inventory_sales_ratio": self.inventories / self.sales,
            "inventory_depreciation_share": 1.0 - self.sales / self.output,
            "final_good": self.final_good,
            "sales": self.sales,
            "output": self.output,
            "consumption": self.consumption,
            "stock": self.stock,
            "inventories": self.inventories,
            "labor": self.labor,
            "wage": self.wage,
            "household_wage": self.household_wage,
            "marginal_utility": self.marginal_utility,
            "markup_curvature": self.markup_curvature,
        }


def solve_threshold(carry: float, theta: float, sigma_v: float) -> float:
    """Stock-out threshold at which holding one more good and pricing it are both optimal, (A.11) and (A.12).

    Parameters
    ----------
    carry : float
        ``b = beta (1 - delta_z)``, inside (0, 1).
    theta : float
        Elasticity of substitution between goods, above 1.
    sigma_v : float
        Standard deviation of the log taste shock.

    Returns
    -------
    float

    Raises
    ------
    NoSteadyState
        If no threshold within 37 standard deviations of the taste shock solves the condition.

    Notes
    -----
    With ``Psi' = 1 - F2`` and the effective elasticity ``eps`` the two conditions combine to
    ``Psi' b / (eps - 1) = 1 - b``. It is solved as ``b Psi' Psi = (1 - b)(theta F1 - Psi)``, which has no pole: the
    left side exceeds the right wherever ``eps <= 1``, and both ``Psi'`` and ``1/(eps - 1)`` fall in ``v*`` beyond.
    """

    def gap(standardised: float) -> float:
        served = normal_cdf(standardised - 0.5 * sigma_v)
        probability = normal_cdf(-standardised - 0.5 * sigma_v)
        sales = served + exp(sigma_v * standardised) * probability
        return carry * probability * sales - (1.0 - carry) * (theta * served - sales)

    lower, upper = -1.0, 2.0
    while gap(lower) <= 0.0 and lower > -37.0:
        lower -= 4.0
    while gap(upper) >= 0.0 and upper < 37.0:
        upper += 4.0
    if not gap(lower) > 0.0 > gap(upper):
        raise NoSteadyState(
            f"no stock-out threshold solves (A.11)-(A.12) at b={carry!r}, theta={theta!r}, sigma_v={sigma_v!r}"
        )
    return exp(sigma_v * brentq(gap, lower, upper, xtol=1e-15, rtol=1e-15))


@checked_options
def steady_state(parameters: InventoryParameters, accounting: Accounting = "printed") -> SteadyState:
    """Solve for the steady state (A.4)-(A.18), at any returns to scale.

    Parameters
    ----------
    parameters : InventoryParameters
        Structural parameters.
    accounting : {"printed", "exact"}
        ``printed`` sets inventories to ``Z - S`` and spends ``p S`` (A.6), (A.18); ``exact`` lets firms sell what
        demand and stock-outs imply and spends ``S``, so that the rationing rents of final-goods firms are counted.

    Returns
    -------
    SteadyState

    Raises
    ------
    NoSteadyState
        If there is no threshold, or government leaves nothing to consume.

    Notes
    -----
    The marginal cost is the derivative of total cost, so that (A.17) reads ``w = alpha m Y^((alpha-1)/alpha)``. In
    (A.1), (A.2), (A.11) and (A.12) the symbol ``lambda/alpha`` stands where ``m`` belongs. (A.14) and (A.18) leave
    out the rents of rationed final-goods firms, 0.5 percent of sales.
    """
    theta, alpha, b = parameters.theta, parameters.alpha, parameters.carry
    demand = stock_out(solve_threshold(b, theta, parameters.sigma_v), theta, parameters.sigma_v)
    elasticity = demand.demand_elasticity
    price = demand.price_aggregate ** (1.0 / (theta - 1.0))
    cost = price * (elasticity - 1.0) / (elasticity * b)

    # Quantities for S = 1; the labour market then fixes the scale.
    stock = demand.threshold * price**-theta
    sales = 1.0 if accounting == "printed" else price**-theta * demand.expected_sales
    inventories = stock - sales
    if inventories <= 0.0:
        raise NoSteadyState(f"inventories are {inventories:.3g} per unit of sales, not positive")
    output = sales + parameters.delta_z * inventories
    consumption = (price if accounting == "printed" else 1.0) - parameters.g_star * output
    if consumption <= 0.0:
        raise NoSteadyState(f"parameter g_star={parameters.g_star!r} leaves nothing to consume")
    household_share = (parameters.theta_w - 1.0) / parameters.theta_w
    # sigma_l log L = log(w_h / psi_l) - sigma_c log((1-h) C), with L = Y^(1/alpha) and w_h from (A.4) and (A.17).
    returns = (1.0 - alpha) / alpha
    log_scale = (
        log(household_share * alpha * cost / parameters.psi_l)
        - parameters.sigma_c * log((1.0 - parameters.h) * consumption)
        - (parameters.sigma_l / alpha + returns) * log(output)
    ) / (parameters.sigma_l / alpha + returns + parameters.sigma_c)
    if abs(log_scale) > 200.0:
        raise NoSteadyState(f"the scale of the economy is beyond floating point: log S = {log_scale:.3g}")
    scale = exp(log_scale)

    final_good, sales, output, consumption = scale, scale * sales, scale * output, scale * consumption
    stock, inventories = scale * stock, scale * inventories
    labor = output ** (1.0 / alpha)
    wage = alpha * cost * output**-returns
    household_wage = household_share * wage
    marginal_utility = ((1.0 - parameters.h) * consumption) ** -parameters.sigma_c
    curvature = (
        (1.0 - theta / elasticity) / (elasticity - 1.0) * (1.0 - demand.sales_elasticity + demand.stock_out_elasticity)
    )
    probability = demand.stock_out_probability
    spent = price * final_good if accounting == "printed" else final_good
    residuals = {
        "stock condition (A.11)": probability * (price - b * cost) / (cost * (1.0 - b)) - 1.0,
        "pricing condition (A.12)": price
        * (theta * demand.served_demand - demand.expected_sales)
        / (theta * b * cost * demand.served_demand)
        - 1.0,
        "price index (A.13)": price ** (1.0 - theta) * demand.price_aggregate - 1.0,
        "inventory accounting (A.5)": (output - parameters.delta_z * inventories) / sales - 1.0,
        "labour supply (A.9)": parameters.psi_l * labor**parameters.sigma_l / (marginal_utility * household_wage) - 1.0,
        "resources (A.14)": (consumption + parameters.g_star * output) / spent - 1.0,
        "labour demand (A.17)": wage * labor / (alpha * cost * output) - 1.0,
    }
    return SteadyState(
        accounting=accounting,
        demand=demand,
        price=price,
        marginal_cost=cost,
        final_good=final_good,
        sales=sales,
        output=output,
        consumption=consumption,
        stock=stock,
        inventories=inventories,
        labor=labor,
        wage=wage,
        household_wage=household_wage,
        marginal_utility=marginal_utility,
        markup_curvature=curvature,
        residuals=residuals,
    )
