"""The economy of the reconstruction: what determines the price level when firms track their relative price.

The model has firms track the nominal price, and the price index moves one for one with the mean price decision. In the
construction behind the published tables firms track the *relative* price; the mean relative price is left out of the
resource constraint, and the price level follows from the stock-out term of (A.3) alone,
``P = -(chi/theta) (z + theta q - s)``, q being the mean price decision. This is not the linearisation of the price
index; it makes the price level nearly constant.
"""

from typing import Literal

from frictions.errors import FrictionsError
from frictions.inventory.common_block import VARIABLES, common_equations
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.sequence_space import SequenceMap, Shock, map_of_system, sequence_map
from frictions.inventory.steady_state import SteadyState
from frictions.options import checked_options
from frictions.rational_expectations.equations import Equation, assemble

PriceClosure = Literal["stock_out_term", "price_index"]
"""``stock_out_term``: the stock-out term of (A.3) alone, mean relative price left out of the resource constraint.
``price_index``: the price index linearised correctly, with the relative price that firms choose taken for the nominal
one. (With the nominal price tracked, as the model has it, AR rules do not settle: what they track moves for ever.)"""


class NoReconstruction(FrictionsError):
    """The construction does not apply, or its fixed point was not reached; the message says which."""


@checked_options
def reconstruction_map(
    parameters: InventoryParameters,
    steady: SteadyState,
    horizon: int = 160,
    shock: Shock = "interest_rate",
    persistence: float = 0.0,
    closure: PriceClosure = "stock_out_term",
) -> SequenceMap:
    """First-best price and stock given average decisions, as the construction has them.

    Parameters
    ----------
    parameters, steady, horizon, shock, persistence
        As for :func:`frictions.inventory.sequence_space.sequence_map`.
    closure : {"stock_out_term", "price_index"}
        What determines the price level.

    Returns
    -------
    SequenceMap

    Raises
    ------
    NoReconstruction
        If the shock is money growth, after which something that firms track moves for ever. Rules that are stationary
        leave an infinite loss then; rules with a unit root need infinite information or an infinitely large noise.
    NoStableRule
        If the stacked system is singular.
    """
    if shock == "money_growth":
        raise NoReconstruction(
            "there is no reconstruction under a money_growth shock: it moves first-best decisions for ever, which "
            "stationary rules cannot follow at a finite loss"
        )
    if closure == "price_index":
        return sequence_map(parameters, steady, horizon, shock, persistence, nominal=False)
    chi, theta = steady.demand.rationed_share, parameters.theta
    revenue = steady.price * steady.final_good
    replaced = {
        "price index": Equation(
            "price index",
            {
                "price_level": -1.0,
                "stock": -chi / theta,
                "final_good": chi / theta,
            },
            shocks={"price_decision": -chi},
            source="(A.3), its stock-out term alone",
        ),
        "resource constraint": Equation(
            "resource constraint",
            {
                "consumption": -steady.consumption,
                "output": -parameters.g_star * steady.output,
                "final_good": revenue,
            },
            source="(1.33) without the mean relative price",
        ),
    }
    kept = (replaced.get(one.name, one) for one in common_equations(parameters, steady, "interest_rate", "final_good"))
    closing = (
        Equation("inflation", {"inflation": -1.0, "price_level": 1.0}, lag={"price_level": -1.0}),
        Equation("mean relative price", {"relative_price": 1.0}),
        Equation("average stock", {"stock": -1.0}, shocks={"stock_decision": 1.0}, source="(1.37)"),
    )
    exogenous_names = ("interest_rate", "technology", "price_decision", "stock_decision")
    system = assemble((*kept, *closing), (*VARIABLES, "price_level"), exogenous_names)
    return map_of_system(parameters, steady, system, shock, horizon, persistence, nominal=False)
