"""Linear equations that the Calvo and the rational-inattention model share, in log deviations from the steady state.

Ten equations in twelve variables. What is missing is how firms set their price and their stock: Calvo pricing adds a
stock condition and a Phillips curve, rational inattention adds the paths of both decisions.
"""

from typing import Literal

from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.steady_state import SteadyState
from frictions.options import checked_options
from frictions.rational_expectations.equations import Equation

VARIABLES = (
    "consumption",
    "marginal_utility",
    "output",
    "final_good",
    "sales",
    "stock",
    "inventories",
    "relative_price",
    "inflation",
    "real_marginal_cost",
    "real_wage",
    "nominal_rate",
)
"""Variables of the common block. ``stock`` is goods available for sale (Z), ``sales`` the sum of firms' sales,
``relative_price`` the average price over the price index; the index contains shadow prices, so it moves."""

Policy = Literal["interest_rate", "money_growth"]
"""``interest_rate``: the rule (1.28). ``money_growth``: nominal spending follows money (section 1.6.3)."""

SoldQuantity = Literal["demand", "final_good"]
"""``demand``: firms' sales follow (A.24). ``final_good``: they equal the final good, as (A.5) and (A.6) have it."""


@checked_options
def common_equations(
    parameters: InventoryParameters,
    steady: SteadyState,
    policy: Policy = "interest_rate",
    sold: SoldQuantity = "demand",
) -> tuple[Equation, ...]:
    """Build the shared equations.

    Parameters
    ----------
    parameters : InventoryParameters
        Structural parameters.
    steady : SteadyState
        Their steady state; its ``accounting`` decides the resource constraint.
    policy : {"interest_rate", "money_growth"}
        Closing equation; also the name of its shock. Rates and inflation are in percentage points a quarter.
    sold : {"demand", "final_good"}
        What firms sell.

    Returns
    -------
    tuple of Equation
        Exogenous variables are the policy shock and ``technology``, the log of productivity ``a``.
    """
    return (
        marginal_utility(parameters),
        euler_equation(),
        goods_for_sale(parameters, steady),
        unsold_goods(steady),
        firms_sales(parameters, steady, sold),
        price_index(parameters, steady),
        marginal_cost(parameters),
        wage_phillips_curve(parameters),
        resource_constraint(parameters, steady),
        interest_rate_rule(parameters) if policy == "interest_rate" else money_demand(),
    )


def marginal_utility(parameters: InventoryParameters) -> Equation:
    """Marginal utility of consumption with external habit."""
    slope = parameters.sigma_c / (1.0 - parameters.h)
    return Equation(
        "marginal utility",
        current={"marginal_utility": 1.0, "consumption": slope},
        lag={"consumption": -slope * parameters.h},
        source="(1.2)",
    )


def euler_equation() -> Equation:
    """Choice between consumption now and later."""
    return Equation(
        "Euler equation",
        current={"marginal_utility": -1.0, "nominal_rate": 1.0},
        lead={"inflation": -1.0, "marginal_utility": 1.0},
        source="(1.4)",
    )


def goods_for_sale(parameters: InventoryParameters, steady: SteadyState) -> Equation:
    """Stock for sale: what is left of inventories plus production."""
    return Equation(
        "goods for sale",
        current={"stock": -steady.stock, "output": steady.output},
        lag={"inventories": (1.0 - parameters.delta_z) * steady.inventories},
        source="(1.11)",
    )


def unsold_goods(steady: SteadyState) -> Equation:
    """Inventories: the stock for sale less sales."""
    return Equation(
        "unsold goods",
        current={"stock": -steady.stock, "inventories": steady.inventories, "sales": steady.sales},
        source="(1.12)",
        misprint="(A.6) subtracts the final good, which is 0.06 percent less than the sum of sales",
    )


@checked_options
def firms_sales(parameters: InventoryParameters, steady: SteadyState, sold: SoldQuantity) -> Equation:
    """Sales that firms expect, given stock, price and demand."""
    if sold == "final_good":
        return Equation("firms' sales", current={"sales": -1.0, "final_good": 1.0}, source="(A.5)")
    share = steady.demand.sales_elasticity
    return Equation(
        "firms' sales",
        current={
            "sales": -1.0,
            "stock": share,
            "final_good": 1.0 - share,
            "relative_price": -parameters.theta * (1.0 - share),
        },
        source="(A.24)",
    )


def price_index(parameters: InventoryParameters, steady: SteadyState) -> Equation:
    """Price index with shadow prices: the average price moves against the stock-out threshold."""
    theta = parameters.theta
    elasticity = (theta - 1.0) / theta * steady.demand.rationed_share
    return Equation(
        "price index",
        current={
            "relative_price": (1.0 - theta) + elasticity * theta,
            "stock": elasticity,
            "final_good": -elasticity,
        },
        source="(A.3)",
    )


def marginal_cost(parameters: InventoryParameters) -> Equation:
    """Real marginal cost of production, averaged over firms."""
    alpha = parameters.alpha
    return Equation(
        "marginal cost",
        current={"real_marginal_cost": -1.0, "real_wage": 1.0, "output": (1.0 - alpha) / alpha},
        shocks={"technology": -1.0 / alpha},
        source="(1.13)",
        misprint="section A.6.3 has w + a + (1-alpha) l; technology lowers cost, w - a + (1-alpha) l",
    )


def wage_phillips_curve(parameters: InventoryParameters) -> Equation:
    """Wage inflation under Calvo wage setting; unions face one household wage, so theta_w drops out."""
    beta, alpha, xi, iota = parameters.beta, parameters.alpha, parameters.xi_w, parameters.iota_w
    slope = (1.0 - xi) * (1.0 - beta * xi) / xi
    labor = slope * parameters.sigma_l / alpha
    return Equation(
        "wage Phillips curve",
        current={
            "real_wage": -1.0 - beta - slope,
            "inflation": -1.0 - beta * iota,
            "output": labor,
            "marginal_utility": -slope,
        },
        lead={"real_wage": beta, "inflation": beta},
        lag={"real_wage": 1.0, "inflation": iota},
        shocks={"technology": -labor},
        source="(1.3), (1.24)-(1.26)",
    )


def resource_constraint(parameters: InventoryParameters, steady: SteadyState) -> Equation:
    """Spending of households and government equals what they pay for."""
    spending = {"consumption": -steady.consumption, "output": -parameters.g_star * steady.output}
    if steady.accounting == "exact":
        income = {"final_good": steady.final_good}
    else:
        revenue = steady.price * steady.final_good
        income = {"sales": revenue, "relative_price": revenue}
    return Equation(
        "resource constraint",
        current=spending | income,
        source="(1.33)",
        misprint="(1.29) leaves out the rents that final-goods firms earn on rationed goods",
    )


def interest_rate_rule(parameters: InventoryParameters) -> Equation:
    """Interest rate that responds to its lag, inflation and output."""
    weight = 1.0 - parameters.rho_R
    return Equation(
        "interest-rate rule",
        current={"nominal_rate": -1.0, "inflation": weight * parameters.phi_pi, "output": weight * parameters.phi_Y},
        lag={"nominal_rate": parameters.rho_R},
        shocks={"interest_rate": 1.0},
        source="(1.28)",
    )


def money_demand() -> Equation:
    """Growth of nominal consumption spending equals money growth."""
    return Equation(
        "money demand",
        current={"consumption": -1.0, "inflation": -1.0},
        lag={"consumption": 1.0},
        shocks={"money_growth": 1.0},
        source="section 1.6.3",
    )
