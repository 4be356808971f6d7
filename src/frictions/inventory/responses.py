"""Responses of the model variables that tables, figures and the matching read."""

from collections.abc import Mapping

import numpy as np

from frictions.arrays import Array
from frictions.inventory.calvo import CalvoSolution, solve_calvo
from frictions.inventory.calvo_rules import CostMode
from frictions.inventory.matched_series import stacked_responses
from frictions.inventory.parameters import CalvoParameters, InventoryParameters
from frictions.inventory.steady_state import SteadyState
from frictions.matching.target import MATCHED_HORIZONS
from frictions.options import checked_options
from frictions.rational_expectations.solution import impulse_responses

REPORTED = (
    "output",
    "inflation",
    "consumption",
    "inventory_sales",
    "inventories",
    "sales",
    "real_wage",
    "real_marginal_cost",
    "nominal_rate",
    "real_rate",
    "price_level",
    "real_profit",
    "stock",
    "final_good",
    "relative_price",
    "inventory_investment",
    "markup",
    "nominal_marginal_cost",
)
"""Variables of ``reported_responses``, in percent; rates and inflation in percentage points a quarter."""

QUARTERLY_SHOCK = 0.15
"""The shock of 60 annualised basis points, in percentage points a quarter."""


def reported_responses(
    responses: Mapping[str, Array], parameters: InventoryParameters, steady: SteadyState
) -> dict[str, Array]:
    """Derive the reported variables from responses of the common block.

    Parameters
    ----------
    responses : mapping of str to (T,) array
        Responses of all variables of ``common_block.VARIABLES`` to one shock in the first period; at least one period
        longer than what is wanted, because the real rate needs next period's inflation.
    parameters : InventoryParameters
        Structural parameters.
    steady : SteadyState
        Steady state.

    Returns
    -------
    dict of str to (T - 1,) array
        The variables of ``REPORTED``. ``inventory_sales`` is end-of-period inventories over firms' sales;
        ``inventory_investment`` is in percent of output; ``real_profit`` is price less average cost times sales (the
        source describes it as price-cost markup times sales); ``price_level`` starts at zero.
    """
    now = {name: np.asarray(path)[:-1] for name, path in responses.items()}
    margin = steady.price - parameters.alpha * steady.marginal_cost
    price_level = np.cumsum(now["inflation"])
    derived = {
        "inventory_sales": now["inventories"] - now["sales"],
        "real_rate": now["nominal_rate"] - np.asarray(responses["inflation"])[1:],
        "price_level": price_level,
        "real_profit": (
            steady.price * now["relative_price"] - parameters.alpha * steady.marginal_cost * now["real_marginal_cost"]
        )
        / margin
        + now["sales"],
        "inventory_investment": np.diff(now["inventories"], prepend=0.0) * steady.inventories / steady.output,
        "markup": now["relative_price"] - now["real_marginal_cost"],
        "nominal_marginal_cost": now["real_marginal_cost"] + price_level,
    }
    known = now | derived
    return {name: known[name] for name in REPORTED}


def calvo_responses(solution: CalvoSolution, periods: int, size: float = QUARTERLY_SHOCK) -> dict[str, Array]:
    """Responses of the Calvo model to its policy shock.

    Parameters
    ----------
    solution : CalvoSolution
        The solved model.
    periods : int
        Number of quarters, the first of them the quarter of the shock.
    size : float
        Shock in percentage points a quarter: of the interest rate, or of money growth.

    Returns
    -------
    dict of str to (periods,) array
        The variables of ``REPORTED``.
    """
    paths = impulse_responses(solution.linear, solution.policy, size, periods + 1)
    return reported_responses(paths, solution.parameters, solution.steady)


@checked_options
def matched_responses(
    parameters: CalvoParameters, mc_mode: CostMode = "marginal", size: float = QUARTERLY_SHOCK
) -> Array:
    """Responses in the order and units of the matching criterion (1.43).

    Parameters
    ----------
    parameters : CalvoParameters
        Structural parameters.
    mc_mode : {"marginal", "average"}
        As for ``solve_calvo``.
    size : float
        Interest-rate shock in percentage points a quarter.

    Returns
    -------
    (90,) array
        The series of ``MATCHED_VARIABLES`` one after the other, quarters 1 to 15 after the shock of each.

    Raises
    ------
    NoSteadyState, NoStableRule, Indeterminate, Explosive
        As for ``solve_calvo``.
    """
    solution = solve_calvo(parameters, mc_mode)
    paths = impulse_responses(solution.linear, solution.policy, size, len(MATCHED_HORIZONS) + 1)
    return stacked_responses(paths)
