"""Optimal signals against decision rules restricted to ARMA processes, at the same targets (section A.5)."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise, product

import numpy as np

from frictions.arrays import Array
from frictions.attention.arma import ArmaProblem, ArmaSolution, FlowMeasure
from frictions.attention.arma_search import best_rules, default_starts
from frictions.attention.cross_term import TrackingForm, tracking_form
from frictions.attention.economy import InformationKind, given_targets
from frictions.attention.equilibrium import AttentionEquilibrium, NoEquilibrium, search
from frictions.attention.experiments import AttentionExperiment, Row, flows
from frictions.attention.firm_loss import firm_loss
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.profit_hessian import profit_hessian
from frictions.inventory.sequence_space import sequence_map
from frictions.inventory.steady_state import steady_state
from frictions.options import checked_options

KINDS: tuple[InformationKind, ...] = ("separate", "joint")

FLOWS: dict[InformationKind, FlowMeasure] = {"separate": "sum", "joint": "joint"}
"""How restricted rules count information, by the kind of information of the optimum they are held against."""

RULE_TOLERANCE = 1e-5
"""Gradient at which a search for restricted rules stops, the objective scaled to the loss without information."""

DYING_OUT = 80
"""Shocks told apart: the targets have died out by then, so that nothing is lost by telling fewer apart."""


def uninformed_targets(parameters: InventoryParameters, horizon: int) -> tuple[Array, TrackingForm]:
    """First-best actions after an interest-rate shock while nobody is informed, and the weights of the loss.

    Parameters
    ----------
    parameters : InventoryParameters
        Structural parameters at constant returns, so that actions are decisions.
    horizon : int
        Periods T.

    Returns
    -------
    first_best : (2, T) array
        Per unit of the shock; they die out, as restricted rules do.
    form : TrackingForm
    """
    steady = steady_state(parameters)
    form = tracking_form(profit_hessian(parameters, steady), parameters.beta)
    return sequence_map(parameters, steady, horizon).target_shock.reshape(2, horizon), form


@checked_options
def optimum_at(
    first_best: Array, form: TrackingForm, cost_ratio: float, information: InformationKind
) -> AttentionEquilibrium:
    """Optimal signals of one firm about given targets that die out, undiscounted as restricted rules are.

    Parameters
    ----------
    first_best : (2, T) array
        First-best actions per unit of the shock.
    form : TrackingForm
        Weights of the loss.
    cost_ratio : float
        Cost of a bit over the variance of the shock.
    information : {"separate", "joint"}
        Under separate information the best of all combinations of informed and uninformed decisions.

    Raises
    ------
    NoEquilibrium
        If the search does not settle.
    """
    lags = min(DYING_OUT, first_best.shape[1] - 1)
    firm = given_targets(first_best, form, 1.0, information, "counted", lags)
    # Separate signals are not a convex problem: what one decision learns changes what the other tracks.
    found: list[AttentionEquilibrium] = []
    for active in product((True, False), repeat=2 if information == "separate" else 1):
        with suppress(NoEquilibrium):
            found.append(search(firm, cost_ratio=cost_ratio, active=np.array(active), permanent=False))
    if not found:
        raise NoEquilibrium(f"no choice of signals settles at a cost ratio of {cost_ratio:g}")
    return min(found, key=lambda one: firm_loss(one).objective)


def comparison_rows(
    experiment: str,
    first_best: Array,
    form: TrackingForm,
    settings: AttentionExperiment,
    orders: Sequence[tuple[int, int]],
    starts: int,
) -> list[Row]:
    """Objective of the optimum and of restricted rules of growing orders.

    Parameters
    ----------
    experiment : str
        Name, for the rows.
    first_best, form
        As for :func:`optimum_at`.
    settings : AttentionExperiment
        For the cost of information, and the size of the shock, whose square turns objectives into shares of sales.
    orders : sequence of (p, q)
        From short to long: each search also starts from the rules of the orders before it, so that longer rules are
        never worse.
    starts : int
        Other starts of each search.

    Returns
    -------
    list of dict
        Columns experiment, rule, p, q, objective, excess_percent; p and q are empty for the optimum.
    """
    rows: list[Row] = []
    cost_ratio, variance = settings.cost_ratio, (settings.size / 100.0) ** 2
    for information in KINDS:
        best = firm_loss(optimum_at(first_best, form, cost_ratio, information)).objective
        found: list[tuple[str, int | str, int | str, float]] = [(f"optimal_{information}", "", "", best)]
        shorter: tuple[ArmaProblem, ArmaSolution] | None = None
        for ar, ma in orders:
            problem = ArmaProblem(first_best, form.weight, cost_ratio, ar, ma, FLOWS[information])
            tried = [default_starts(problem, starts, np.random.SeedSequence(0))]
            if shorter is not None:
                tried.append(_embed(shorter[1].point, shorter[0], problem))
            solution = best_rules(problem, np.vstack(tried), RULE_TOLERANCE)
            shorter = (problem, solution)
            found.append((f"arma_{information}", ar, ma, solution.objective))
        rows += [
            {
                "experiment": experiment,
                "rule": rule,
                "p": p,
                "q": q,
                "objective": objective * variance,
                "excess_percent": 100.0 * (objective / best - 1.0),
            }
            for rule, p, q, objective in found
        ]
    return rows


def demand_rows(first_best: Array, form: TrackingForm, costs: Sequence[float], deviation: float) -> list[Row]:
    """Optimal information about given targets over its cost.

    Parameters
    ----------
    first_best, form
        As for :func:`optimum_at`.
    costs : sequence of float
        Costs of a bit, ``mu``.
    deviation : float
        Standard deviation of the shock, log points.

    Returns
    -------
    list of dict
        Columns information, cost, quantity (flows in bits a quarter), value.
    """
    return [
        {"information": information, "cost": float(cost), "quantity": name, "value": value}
        for information in KINDS
        for cost in costs
        for name, value in flows(optimum_at(first_best, form, cost / deviation**2, information)).items()
    ]


def comparison_certificate(rules: Sequence[Row], demand: Sequence[Row]) -> dict[str, tuple[float, float]]:
    """What must hold of any optimum, as (value, bound) by name.

    Parameters
    ----------
    rules : sequence of dict
        From :func:`comparison_rows`.
    demand : sequence of dict
        From :func:`demand_rows`.

    Returns
    -------
    dict
        ``restricted_below_optimum_percent``: how far the best restricted rule falls below the optimum of its kind.
        ``rise_of_bits_with_cost``: largest rise of the total flow from one cost to the next higher one. Both are zero
        at an optimum.
    """
    shortfall = max(-float(row["excess_percent"]) for row in rules)
    rise = 0.0
    for information in KINDS:
        flow = sorted(
            (float(row["cost"]), float(row["value"]))
            for row in demand
            if row["information"] == information and row["quantity"] == "info_flow"
        )
        rise = max([rise, *(after[1] - before[1] for before, after in pairwise(flow))])
    return {"restricted_below_optimum_percent": (max(shortfall, 0.0), 1e-6), "rise_of_bits_with_cost": (rise, 1e-8)}


def _embed(point: Array, shorter: ArmaProblem, longer: ArmaProblem) -> Array:
    """Coordinates of the same rules with zero coefficients at the further lags."""
    parts: list[Array] = []
    for own in np.split(point, 2):
        response, noise = own[: 1 + shorter.ar + shorter.ma], own[1 + shorter.ar + shorter.ma :]
        for part in (response, noise):
            autoregressive, moving = part[1 : 1 + shorter.ar], part[1 + shorter.ar :]
            parts += [
                part[:1],
                np.pad(autoregressive, (0, longer.ar - shorter.ar)),
                np.pad(moving, (0, longer.ma - shorter.ma)),
            ]
    return np.concatenate(parts)
