"""How far from optimal the attention is that Tables 1.4 and 1.5 print.

For one cost of information, common to all columns, each column's equilibrium is solved; then a firm's objective is
minimised once more at the same first best, with both flows held at the printed pair. What that costs over the
unconstrained optimum judges the whole table by one number: where it is small, a search of loose tolerance may have
stopped at the printed flows.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from frictions.arrays import Array
from frictions.attention.arma import ArmaProblem, ArmaSolution, evaluate_rules
from frictions.attention.arma_search import RulesObjective, better_correlation, default_starts
from frictions.attention.printed_tables import Column
from frictions.attention.reconstruction import Reconstruction, RuleFamily, reconstruct
from frictions.attention.reconstruction_economy import NoReconstruction, reconstruction_map
from frictions.errors import FrictionsError
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.steady_state import steady_state

FLOW_TOLERANCE = 1e-8
"""Largest relative miss of a flow that is held fixed."""


class NoRulesWithFlows(FrictionsError):
    """No search over rules with given flows ended well; the message gives the flows."""


@dataclass(frozen=True)
class ColumnExcess:
    """How far from optimal a pair of flows is.

    Attributes
    ----------
    cost_ratio : float
        Cost of a bit over the variance of the shock, of the benchmark.
    column : str
        Name of the column.
    flow_price, flow_stock : float
        Optimal flows, bits a quarter.
    printed_price, printed_stock : float
        Printed flows.
    excess_percent : float
        Objective at the printed flows over the lowest one; NaN where the column has no equilibrium.
    """

    cost_ratio: float
    column: str
    flow_price: float
    flow_stock: float
    printed_price: float
    printed_stock: float
    excess_percent: float


def rules_with_flows(problem: ArmaProblem, flows: tuple[float, float], starts: Sequence[Array] = ()) -> ArmaSolution:
    """Best rules of the family among those whose flows to price and stock are given.

    Parameters
    ----------
    problem : ArmaProblem
        The problem of a firm.
    flows : (float, float)
        Flow to each decision by itself, bits a quarter, both positive.
    starts : sequence of (k,) arrays
        Where to search from, besides rules that have the flows by construction.

    Returns
    -------
    ArmaSolution

    Raises
    ------
    NoRulesWithFlows
        If no search ends at rules that have the flows.
    """
    if not min(flows) > 0.0:
        raise NoRulesWithFlows(f"flows must be positive, got {flows[0]:g} and {flows[1]:g}")
    none = np.zeros((2, 2))
    best: ArmaSolution | None = None
    for start in (*starts, _with_flows(problem, flows)):
        correlation = better_correlation(problem, start)
        objective = RulesObjective(problem, correlation)

        def gap(point: Array, d: int, objective: RulesObjective = objective) -> tuple[float, Array]:
            bits, slope = objective(point, np.eye(2)[d], none, added_up=True)
            return float(np.log(max(bits, 1e-300) / flows[d])), slope / max(bits, 1e-300)

        constraints = [
            {"type": "eq", "fun": lambda x, d=d, gap=gap: gap(x, d)[0], "jac": lambda x, d=d, gap=gap: gap(x, d)[1]}
            for d in range(2)
        ]
        end = minimize(
            objective.scaled,
            start,
            jac=True,
            method="SLSQP",
            constraints=constraints,
            options={"maxiter": 300, "ftol": 1e-13},
        )
        found = evaluate_rules(problem, np.asarray(end.x, dtype=np.float64), correlation)
        missed = np.abs(found.bits / np.array(flows) - 1.0).max()
        if missed < FLOW_TOLERANCE and (best is None or found.objective < best.objective):
            best = found
    if best is None:
        raise NoRulesWithFlows(f"no rules were found with flows of {flows[0]:g} and {flows[1]:g} bits")
    return best


def excess_over_columns(
    parameters: InventoryParameters,
    family: RuleFamily,
    cost_ratios: Sequence[float],
    columns: Sequence[Column],
    printed: Mapping[str, tuple[float, float]],
    horizon: int,
) -> list[ColumnExcess]:
    """How far from optimal the printed pairs of flows are, by cost and column.

    Parameters
    ----------
    parameters : InventoryParameters
    family : RuleFamily
    cost_ratios : sequence of float
        Costs of the benchmark; a column's cost is its relative cost times this.
    columns : sequence of Column
    printed : mapping of str to (float, float)
        Printed flows to price and stock, by column.
    horizon : int

    Returns
    -------
    list of ColumnExcess
    """
    steady = steady_state(parameters)
    sequence = reconstruction_map(parameters, steady, horizon)
    rows: list[ColumnExcess] = []
    start: Reconstruction | None = None
    for cost_ratio in cost_ratios:
        for column in columns:
            flows, excess = np.full(2, np.nan), np.nan
            with suppress(NoReconstruction):
                start = reconstruct(
                    parameters, steady, sequence, cost_ratio * column.relative_cost, family=family, start=start
                )
                flows, excess = start.rules.bits, excess_percent(start, printed[column.name])
            rows.append(
                ColumnExcess(
                    cost_ratio, column.name, float(flows[0]), float(flows[1]), *printed[column.name], float(excess)
                )
            )
    return rows


def excess_percent(found: Reconstruction, flows: tuple[float, float]) -> float:
    """Percent by which a firm's objective exceeds its optimum if its flows are given, the first best unchanged."""
    starts = [found.rules.point] if found.informed.all() else []
    return 100.0 * (rules_with_flows(found.problem, flows, starts).objective / found.rules.objective - 1.0)


def near_optimal_set(
    found: Reconstruction, price_flows: Sequence[float], stock_flows: Sequence[float]
) -> list[tuple[float, float, float]]:
    """Excess over the optimum on a grid of flows.

    Parameters
    ----------
    found : Reconstruction
        The equilibrium whose first best is held fixed.
    price_flows, stock_flows : sequences of float
        Bits a quarter, rising.

    Returns
    -------
    list of (flow to price, flow to stock, percent)
    """
    rows: list[tuple[float, float, float]] = []
    for price in price_flows:
        point: list[Array] = []
        for stock in stock_flows:
            rules = rules_with_flows(found.problem, (price, stock), point)
            point = [rules.point]
            rows.append((price, stock, 100.0 * (rules.objective / found.rules.objective - 1.0)))
    return rows


def loose_search_ends(
    found: Reconstruction, draws: int, seed: np.random.SeedSequence, difference: float = 1e-6, stop: float = 1e-4
) -> list[tuple[float, float, float]]:
    """Where a hill climber of loose tolerance stops: differences for a gradient, a coarse relative stop.

    Parameters
    ----------
    found : Reconstruction
        The equilibrium whose first best is held fixed.
    draws : int
        Searches, the first from attenuated responses, the others from random variations.
    seed : numpy.random.SeedSequence
    difference : float
        Step of the numerical gradient.
    stop : float
        Relative fall of the objective below which the search ends.

    Returns
    -------
    list of (flow to price, flow to stock, percent over the optimum)
    """
    problem = found.problem
    rows: list[tuple[float, float, float]] = []
    for start in default_starts(problem, draws, seed):
        correlation = better_correlation(problem, start)
        objective = RulesObjective(problem, correlation)
        end = minimize(
            lambda point, objective=objective: objective.scaled(point)[0],
            start,
            method="L-BFGS-B",
            options={"eps": difference, "ftol": stop},
        )
        rules = evaluate_rules(problem, np.asarray(end.x, dtype=np.float64), correlation)
        excess = 100.0 * (rules.objective / found.rules.objective - 1.0)
        rows.append((float(rules.bits[0]), float(rules.bits[1]), excess))
    return rows


def _with_flows(problem: ArmaProblem, flows: tuple[float, float]) -> Array:
    """Rules whose noise has the shape of the response: a flow then depends on their relative size alone."""
    point = default_starts(problem, 1, np.random.SeedSequence(0))[0]
    half = problem.parameters_per_decision
    size = 1 + problem.ar + problem.ma
    for d in range(2):
        own = point[d * half : (d + 1) * half]
        own[size + 1 :] = own[1:size]
        own[size] = -0.5 * np.log(4.0 ** flows[d] - 1.0)
    return point
