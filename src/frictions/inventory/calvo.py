"""The Calvo sticky-price model with inventories: linear system and solution (sections 1.3, 1.6.3 and A.6)."""

from dataclasses import dataclass
from typing import Literal

from frictions.inventory.calvo_rules import CostMode, FirmRules, firm_rules
from frictions.inventory.common_block import VARIABLES, Policy, common_equations
from frictions.inventory.parameters import CalvoParameters, InventoryParameters
from frictions.inventory.steady_state import Accounting, SteadyState, steady_state
from frictions.options import checked_fields, checked_options
from frictions.rational_expectations.equations import Equation, LinearSystem, assemble
from frictions.rational_expectations.solution import LinearSolution, solve_linear

PhillipsCurve = Literal["derived", "printed"]
"""``derived``: the curve that the firm's problem implies. ``printed``: the one that (A.34)-(A.39) imply, in which
the change of the average relative price is missing."""


@checked_fields
@dataclass(frozen=True, slots=True)
class CalvoSolution:
    """The solved model.

    Attributes
    ----------
    parameters : CalvoParameters
        Structural parameters.
    steady : SteadyState
        Steady state, with its certificate.
    rules : FirmRules
        Rules of the individual firm, with their certificate.
    policy : {"interest_rate", "money_growth"}
        Closing equation and name of the policy shock.
    linear : LinearSolution
        Rule of the aggregate economy, with its certificate.
    """

    parameters: CalvoParameters
    steady: SteadyState
    rules: FirmRules
    policy: Policy
    linear: LinearSolution

    def certificate(self) -> dict[str, tuple[float, float]]:
        """Errors of the solution and the bounds that they must keep, by name."""
        return {
            "steady_state_residual": (max(map(abs, self.steady.residuals.values())), 1e-10),
            "firm_rules_residual": (self.rules.residual, 1e-10),
            "firm_spectral_radius": (self.rules.spectral_radius, 1.0),
            "linear_system_residual": (self.linear.residual, 1e-10),
            "largest_stable_root": (self.linear.largest_stable_root, 1.0),
        }


@checked_options
def solve_calvo(
    parameters: CalvoParameters,
    mc_mode: CostMode = "marginal",
    policy: Policy = "interest_rate",
    phillips_curve: PhillipsCurve = "derived",
    accounting: Accounting = "printed",
) -> CalvoSolution:
    """Solve the Calvo model.

    Parameters
    ----------
    parameters : CalvoParameters
        Structural parameters.
    mc_mode : {"marginal", "average"}
        ``marginal`` is the firm's optimum; ``average`` reproduces the source's numbers.
    policy : {"interest_rate", "money_growth"}
        Closing equation.
    phillips_curve : {"derived", "printed"}
        Which price Phillips curve.
    accounting : {"printed", "exact"}
        Which steady-state ratios and resource constraint. ``derived`` with ``exact`` is the fully consistent model.

    Returns
    -------
    CalvoSolution

    Raises
    ------
    NoSteadyState
        If there is no steady state.
    NoStableRule, Indeterminate, Explosive
        If the firm's rules or the aggregate economy have no unique stable solution.
    """
    steady = steady_state(parameters, accounting)
    rules = firm_rules(parameters, steady, mc_mode)
    system = calvo_system(parameters, steady, rules, policy, phillips_curve)
    return CalvoSolution(parameters, steady, rules, policy, solve_linear(system))


@checked_options
def calvo_system(
    parameters: CalvoParameters,
    steady: SteadyState,
    rules: FirmRules,
    policy: Policy = "interest_rate",
    phillips_curve: PhillipsCurve = "derived",
) -> LinearSystem:
    """Assemble the twelve equations.

    Parameters
    ----------
    parameters : CalvoParameters
        Structural parameters.
    steady : SteadyState
        Steady state.
    rules : FirmRules
        Rules of the individual firm.
    policy, phillips_curve : str
        As for ``solve_calvo``.

    Returns
    -------
    LinearSystem
        Variables as in ``common_block.VARIABLES``; exogenous variables are the policy shock and ``technology``.
    """
    curve = derived_phillips_curve if phillips_curve == "derived" else printed_phillips_curve
    equations = (
        *common_equations(parameters, steady, policy),
        stock_condition(parameters, steady, rules.cost_weight),
        curve(parameters, steady, rules),
    )
    return assemble(equations, VARIABLES, (policy, "technology"))


def stock_condition(parameters: InventoryParameters, steady: SteadyState, cost: float) -> Equation:
    """Average stock condition: the hazard of a stock-out against the cost of producing now rather than later.

    Parameters
    ----------
    parameters : InventoryParameters
        Structural parameters.
    steady : SteadyState
        Steady state.
    cost : float
        Constant in the place of the real marginal cost.

    Returns
    -------
    Equation
    """
    b, price = parameters.carry, steady.price
    hazard = steady.demand.stock_out_elasticity
    # Weight of E(d + mc), the discounted cost of producing next period; the log discount factor is E(pi) - R.
    later = b / (1.0 - b) - b * cost / (price - b * cost)
    return Equation(
        "stock condition",
        current={
            "relative_price": hazard * parameters.theta + price / (price - b * cost),
            "stock": hazard,
            "final_good": -hazard,
            "real_marginal_cost": -1.0 / (1.0 - b),
            "nominal_rate": -later,
        },
        lead={"inflation": later, "real_marginal_cost": later},
        source="(1.18), section A.6.4",
        misprint="(A.6.4) names the constant mc; the source's numbers use the average cost for it",
    )


def derived_phillips_curve(parameters: CalvoParameters, steady: SteadyState, rules: FirmRules) -> Equation:
    """Phillips curve in the inflation of the average posted price, net of indexation.

    ``delta = beta E delta(+1) + slope [E(d + mc(+1)) - D (theta pbar + z - s) - pbar]`` with
    ``delta = pi - iota pi(-1) + pbar - pbar(-1)``: the bracket is the desired minus the actual price.
    """
    beta, iota = parameters.beta, parameters.iota_p
    slope, curvature = phillips_slope(parameters, rules), steady.markup_curvature
    return Equation(
        "price Phillips curve",
        current={
            "inflation": -1.0 - beta * iota,
            "relative_price": -1.0 - beta - slope * (1.0 + curvature * parameters.theta),
            "nominal_rate": -slope,
            "stock": -slope * curvature,
            "final_good": slope * curvature,
        },
        lead={"inflation": beta + slope, "relative_price": beta, "real_marginal_cost": slope},
        lag={"inflation": iota, "relative_price": 1.0},
        source="(A.32)-(A.39)",
        misprint="Table A.1, (A.34) and (A.35) leave out the change of the average relative price",
    )


def printed_phillips_curve(parameters: CalvoParameters, steady: SteadyState, rules: FirmRules) -> Equation:
    """Phillips curve that follows from (A.39) as printed, solved forward once.

    ``(kappa_1 - kappa)[phat - beta xi E phat(+1) - beta xi E Delta(+1)] = E(d + mc(+1)) - D (z - s)
    - kappa_1 (pbar - beta xi E pbar(+1))`` with ``Delta = pi - iota pi(-1)`` and
    ``phat = xi/(1-xi) (Delta + pbar - pbar(-1))``.
    """
    beta, xi, iota = parameters.beta, parameters.xi_p, parameters.iota_p
    gap, curvature, weight = rules.price_weight - rules.own_price_effect, steady.markup_curvature, rules.price_weight
    odds, discount = xi / (1.0 - xi), beta * xi
    ahead = discount * (odds + 1.0)
    return Equation(
        "price Phillips curve",
        current={
            "inflation": -gap * (odds + ahead * iota),
            "relative_price": -gap * odds * (1.0 + discount) - weight,
            "nominal_rate": -1.0,
            "stock": -curvature,
            "final_good": curvature,
        },
        lead={
            "inflation": gap * ahead + 1.0,
            "relative_price": gap * discount * odds + weight * discount,
            "real_marginal_cost": 1.0,
        },
        lag={"inflation": gap * odds * iota, "relative_price": gap * odds},
        source="(A.39)",
        misprint="inconsistent with section A.6.3, which keeps the change of the average relative price",
    )


def phillips_slope(parameters: CalvoParameters, rules: FirmRules) -> float:
    """Slope of the derived Phillips curve, ``(1-xi)/(xi (kappa_1 - kappa))``."""
    xi = parameters.xi_p
    return (1.0 - xi) / (xi * (rules.price_weight - rules.own_price_effect))
