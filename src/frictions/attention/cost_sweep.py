"""All equilibria over the cost of information, as rows of tidy tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from frictions.arrays import Array
from frictions.attention.branches import (
    FoundEquilibrium,
    all_branches,
    find_equilibria,
    highest_cost,
)
from frictions.attention.economy import DECISIONS, InformationKind, TrackingEconomy, attention_economy
from frictions.attention.equilibrium import AttentionEquilibrium, attention_thresholds, without_information
from frictions.attention.experiments import AttentionExperiment, Row, flows
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.responses import reported_responses
from frictions.inventory.sequence_space import SequenceMap, aggregate_responses, sequence_map
from frictions.inventory.steady_state import SteadyState, steady_state
from frictions.matching.moments import business_cycle_moments
from frictions.options import checked_options

SHOWN = ("output", "inventory_sales", "price_level", "stock")
"""Responses whose impact and largest deviation are listed."""

BRANCHES = ("attentive", "price_ignored")
"""Traced branches: firms attend to both decisions or to the price alone; nobody attends to the price."""


@dataclass(frozen=True, eq=False)
class CostSweep:
    """One economy at every cost of information.

    Attributes
    ----------
    parameters : InventoryParameters
    experiment : AttentionExperiment
        For the shock, and the standard deviation that turns costs into cost ratios.
    steady : SteadyState
    sequence : SequenceMap
    economy : TrackingEconomy
    """

    parameters: InventoryParameters
    experiment: AttentionExperiment
    steady: SteadyState
    sequence: SequenceMap
    economy: TrackingEconomy

    @cached_property
    def branches(self) -> tuple[tuple[AttentionEquilibrium, ...], ...]:
        """Traced branches, in the order of :data:`BRANCHES`."""
        return all_branches(self.economy)

    def cost(self, equilibrium: AttentionEquilibrium) -> float:
        """``mu`` at which an equilibrium is one."""
        return equilibrium.cost_ratio * self.experiment.sigma_attention**2


@checked_options
def cost_sweep(
    parameters: InventoryParameters, experiment: AttentionExperiment, information: InformationKind
) -> CostSweep:
    """Prepare the economy of an experiment under one kind of information.

    Raises
    ------
    NoSteadyState, NoStableRule, NoTrackingForm
        If the model has no solution.
    """
    steady = steady_state(parameters)
    sequence = sequence_map(parameters, steady, experiment.horizon, experiment.shock, experiment.persistence)
    economy = attention_economy(parameters, steady, sequence, information, experiment.interaction, experiment.lags)
    return CostSweep(parameters, experiment, steady, sequence, economy)


def equilibria_rows(sweep: CostSweep, costs: Sequence[float]) -> list[Row]:
    """Rows of equilibria.csv: every equilibrium found at each cost of information.

    Parameters
    ----------
    sweep : CostSweep
    costs : sequence of float
        Costs of a bit, ``mu``.

    Returns
    -------
    list of dict
        Columns information, cost, equilibrium (0 has most information), bits, stable, quantity, value. Quantities:
        flows, the reaction eigenvalue, impact and largest deviation of the main responses.
    """
    rows: list[Row] = []
    for cost in costs:
        found = find_equilibria(sweep.economy, cost / sweep.experiment.sigma_attention**2, sweep.branches)
        for number, one in enumerate(found):
            place: Row = {
                "information": sweep.economy.information,
                "cost": float(cost),
                "equilibrium": number,
                "bits": float(one.equilibrium.bits.sum()),
                "stable": one.stable,
            }
            rows += [place | {"quantity": name, "value": value} for name, value in _quantities(sweep, one).items()]
    return rows


def branch_rows(sweep: CostSweep) -> list[Row]:
    """Rows of branches.csv: equilibria traced over the amount of information, the cost that supports each alongside.

    Returns
    -------
    list of dict
        Columns information, branch, point (0 has most information), cost, bits, quantity, value.
    """
    return [
        {
            "information": sweep.economy.information,
            "branch": name,
            "point": number,
            "cost": sweep.cost(point),
            "bits": float(point.bits.sum()),
            "quantity": quantity,
            "value": value,
        }
        for name, branch in zip(BRANCHES, sweep.branches, strict=False)
        for number, point in enumerate(branch)
        for quantity, value in (flows(point) | _shown(sweep, point)).items()
    ]


def threshold_rows(sweep: CostSweep) -> list[Row]:
    """Rows of thresholds.csv: costs at which attention begins and ends.

    Returns
    -------
    list of dict
        Columns information, quantity, cost. ``nobody_attends_above``: nobody informed is an equilibrium.
        ``price_unattended_above``, ``stock_unattended_above``: the same decision by decision under separate
        information. ``attention_below``: the fold, above which there is no equilibrium with attention.
    """
    linear = without_information(sweep.economy, 1.0).linear
    limits = attention_thresholds(sweep.economy, linear) * sweep.experiment.sigma_attention**2
    costs = {"nobody_attends_above": float(limits.max())}
    if sweep.economy.information == "separate":
        costs |= {f"{name}_unattended_above": float(limits[d]) for d, name in enumerate(DECISIONS)}
    costs["attention_below"] = sweep.cost(highest_cost(sweep.economy, sweep.branches[0]))
    return [
        {"information": sweep.economy.information, "quantity": name, "cost": cost}
        for name, cost in costs.items()
        if np.isfinite(cost)
    ]


def optimum_rows(sweep: CostSweep, cost_ratios: Sequence[float], printed: Mapping[str, float]) -> list[Row]:
    """Rows of optima.csv: how close every true optimum comes to the printed moments.

    Parameters
    ----------
    sweep : CostSweep
    cost_ratios : sequence of float
        Costs of a bit over the variance of the shock.
    printed : mapping of str to float
        Printed moments of Table 1.3.

    Returns
    -------
    list of dict
        Columns information, interaction, cost_ratio, equilibrium (0 has most information), stable, flow_price,
        flow_stock (empty under joint information), flow, corr_Y_pi, within_5 (moments within five percent), fold (cost
        ratio above which no equilibrium has attention).
    """
    rows: list[Row] = []
    fold = float(highest_cost(sweep.economy, sweep.branches[0]).cost_ratio)
    for cost_ratio in cost_ratios:
        for number, one in enumerate(find_equilibria(sweep.economy, cost_ratio, sweep.branches)):
            found = flows(one.equilibrium)
            moments = business_cycle_moments(_responses(sweep, one.equilibrium))
            rows.append(
                {
                    "information": sweep.economy.information,
                    "interaction": sweep.economy.interaction,
                    "cost_ratio": float(cost_ratio),
                    "equilibrium": number,
                    "stable": one.stable,
                    "flow_price": found.get("info_flow_P", np.nan),
                    "flow_stock": found.get("info_flow_Z", np.nan),
                    "flow": found["info_flow"],
                    "corr_Y_pi": moments["corr_Y_pi"],
                    "within_5": sum(abs(moments[name] / value - 1.0) <= 0.05 for name, value in printed.items()),
                    "fold": fold,
                }
            )
    return rows


def _quantities(sweep: CostSweep, one: FoundEquilibrium) -> dict[str, float]:
    return flows(one.equilibrium) | {"reaction_eigenvalue": one.reaction} | _shown(sweep, one.equilibrium)


def _shown(sweep: CostSweep, equilibrium: AttentionEquilibrium) -> dict[str, float]:
    responses = _responses(sweep, equilibrium)
    shown: dict[str, float] = {}
    for name in SHOWN:
        path = responses[name]
        shown[f"{name}_impact"] = float(path[0])
        shown[f"{name}_extreme"] = float(path[np.abs(path).argmax()])
    return shown


def _responses(sweep: CostSweep, equilibrium: AttentionEquilibrium) -> dict[str, Array]:
    paths = aggregate_responses(sweep.sequence, equilibrium.decisions.reshape(-1), sweep.experiment.size)
    return reported_responses(paths, sweep.parameters, sweep.steady)
