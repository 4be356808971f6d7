"""The published equilibrium, reverse-engineered; not a solution of the model.

No information structure makes the published responses an equilibrium of the model with the price index linearised
correctly. They come close to the fixed point of the following construction, which was found by trying variants
against the nine moments of Table 1.3:

- firms track the *relative* price and the stock, each by an AR(1) response with AR(1) noise (section A.5);
- the mean relative price is left out of the resource constraint, and the price level follows from the stock-out term
  of (A.3) alone, ``P = -(chi/theta) (z + theta q - s)``, q being the mean price decision. The price index also moves
  one for one with the mean price, so that this is not its linearisation; it makes the price level nearly constant.

It exists to show what the source did. Nothing else in the package depends on it.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from frictions.arrays import Array
from frictions.attention.arma import ArmaProblem, ArmaSolution, best_rules, default_starts
from frictions.attention.economy import DECISIONS
from frictions.attention.fixed_point import iterate_to_fixed_point
from frictions.errors import FrictionsError
from frictions.inventory.common_block import VARIABLES, common_equations
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.profit_hessian import profit_hessian
from frictions.inventory.responses import QUARTERLY_SHOCK, reported_responses
from frictions.inventory.sequence_space import (
    SequenceMap,
    aggregate_responses,
    map_of_system,
    sequence_map,
)
from frictions.inventory.steady_state import SteadyState, steady_state
from frictions.rational_expectations.equations import Equation, assemble

EmulatedShock = Literal["interest_rate", "technology"]
"""Shocks the construction can be given; with money growth its price level would never adjust."""


PUBLISHED_RESPONSES = {"stock": (-0.137, 0.868), "price": (0.0035, 0.919)}
"""Average responses to 15 basis points in percent, impact and decay, fitted to the nine moments of Table 1.3."""


class NoEmulation(FrictionsError):
    """The construction does not apply, or its fixed point was not reached; the message says which."""


@dataclass(frozen=True, eq=False)
class Emulation:
    """Fixed point of the construction; responses per unit of the shock.

    Attributes
    ----------
    sequence : SequenceMap
        The construction's map from average to first-best decisions; its price is relative.
    rules : ArmaSolution
        Restricted decision rules.
    decisions, first_best : (2, T) arrays
        Average and first-best relative price and stock.
    weight : (2, 2) array
        Weights of the loss.
    cost_ratio : float
        Cost of a bit over the variance of the shock.
    residual : float
        Certificate: largest relative change of a first-best response in the last round.
    rounds : int
        Rounds between rules and economy.
    """

    sequence: SequenceMap
    rules: ArmaSolution
    decisions: Array
    first_best: Array
    weight: Array
    cost_ratio: float
    residual: float
    rounds: int


def emulation_map(
    parameters: InventoryParameters,
    steady: SteadyState,
    horizon: int = 160,
    shock: EmulatedShock = "interest_rate",
    persistence: float = 0.0,
) -> SequenceMap:
    """First-best relative price and stock given average decisions, as the construction has it.

    Parameters
    ----------
    parameters, steady, horizon, shock, persistence
        As for :func:`frictions.inventory.sequence_space.sequence_map`.

    Returns
    -------
    SequenceMap

    Raises
    ------
    NoEmulation
        If the shock is money growth.
    NoStableRule
        If the stacked system is singular.
    """
    if shock not in ("interest_rate", "technology"):
        raise NoEmulation(f"the published construction has no equilibrium under a {shock} shock: prices never adjust")
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
    variables = (*VARIABLES, "price_level")
    exogenous_names = ("interest_rate", "technology", "price_decision", "stock_decision")
    system = assemble((*kept, *closing), variables, exogenous_names)
    return map_of_system(parameters, steady, system, shock, horizon, persistence, nominal=False)


def emulate(
    parameters: InventoryParameters,
    steady: SteadyState,
    sequence: SequenceMap,
    cost_ratio: float,
    *,
    ar: int = 1,
    ma: int = 0,
    tolerance: float = 1e-5,
    mixing: float = 0.25,
    max_rounds: int = 300,
) -> Emulation:
    """Iterate between restricted decision rules and the construction's economy.

    Parameters
    ----------
    parameters, steady
        Structural parameters at constant returns, and their steady state.
    sequence : SequenceMap
        From :func:`emulation_map`.
    cost_ratio : float
        Cost of a bit over the variance of the shock. The moments of Table 1.3 are closest at 13.6.
    ar, ma : int
        Orders of the lag polynomials; (1, 0) reproduces Table 1.3.
    tolerance : float
        Relative change of a first-best response at which to stop; the source's outer loop stops earlier.
    mixing : float
        Share of the gap that a step closes; without damping the loop diverges.
    max_rounds : int
        Most rounds.

    Returns
    -------
    Emulation

    Raises
    ------
    NoEmulation
        If returns are not constant or the loop does not settle.
    """
    if parameters.alpha != 1.0:
        raise NoEmulation(f"the published construction has constant returns, got alpha = {parameters.alpha!r}")
    weight = -profit_hessian(parameters, steady).own
    horizon = sequence.horizon
    rules: ArmaSolution | None = None

    def respond(first_best: Array, residual: float) -> Array:
        nonlocal rules
        problem = ArmaProblem(first_best, weight, cost_ratio, ar, ma)
        starts = default_starts(problem, 1, np.random.SeedSequence(0)) if rules is None else rules.point
        rules = best_rules(problem, starts)
        return (sequence.target @ rules.responses.ravel() + sequence.target_shock).reshape(2, horizon)

    start = sequence.target_shock.reshape(2, horizon)
    found = iterate_to_fixed_point(respond, start, tolerance=tolerance, max_steps=max_rounds, mixing=mixing)
    if not found.converged or rules is None:
        raise NoEmulation(
            f"rules and economy did not settle in {found.steps} rounds: they still change by {found.residual:.1e}"
        )
    return Emulation(
        sequence=sequence,
        rules=rules,
        decisions=rules.responses,
        first_best=found.point,
        weight=weight,
        cost_ratio=cost_ratio,
        residual=found.residual,
        rounds=found.steps,
    )


def published_path(
    parameters: InventoryParameters, horizon: int = 160
) -> tuple[SequenceMap, dict[str, Array], dict[str, Array]]:
    """Responses of the model if average decisions are those of the published equilibrium, recovered from Table 1.3.

    Parameters
    ----------
    parameters : InventoryParameters
        Table 1.1, column RI.
    horizon : int
        Periods.

    Returns
    -------
    sequence : SequenceMap
    responses : dict of str to (T - 1,) array
        Reported variables, percent.
    decisions : dict of str to (2, T) array
        First-best and imposed average response of ``price`` and ``stock``, percent.
    """
    steady = steady_state(parameters)
    sequence = sequence_map(parameters, steady, horizon)
    periods = np.arange(horizon)
    size = QUARTERLY_SHOCK
    imposed = np.array([impact * decay**periods for impact, decay in (PUBLISHED_RESPONSES[d] for d in DECISIONS)])
    stacked = imposed.reshape(-1) / size
    first_best = (size * (sequence.target @ stacked + sequence.target_shock)).reshape(2, horizon)
    responses = reported_responses(aggregate_responses(sequence, stacked, size), parameters, steady)
    return sequence, responses, {name: np.array([first_best[d], imposed[d]]) for d, name in enumerate(DECISIONS)}
