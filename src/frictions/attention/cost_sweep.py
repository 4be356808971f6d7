"""All equilibria over a grid of costs of information, as rows of a tidy table."""

from collections.abc import Sequence

import numpy as np

from frictions.attention.branches import all_branches, find_equilibria
from frictions.attention.economy import TrackingEconomy
from frictions.attention.experiments import AttentionExperiment, Row, flows
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.responses import reported_responses
from frictions.inventory.sequence_space import SequenceMap, aggregate_responses
from frictions.inventory.steady_state import SteadyState


def equilibria_rows(
    economy: TrackingEconomy,
    sequence: SequenceMap,
    experiment: AttentionExperiment,
    parameters: InventoryParameters,
    steady: SteadyState,
    costs: Sequence[float],
) -> list[Row]:
    """Rows of equilibria.csv: all equilibria over the cost of information.

    Parameters
    ----------
    economy : TrackingEconomy
        From :func:`~frictions.attention.economy.attention_economy`.
    sequence : SequenceMap
        Its map.
    experiment : AttentionExperiment
        For the standard deviation that turns costs into cost ratios, and the size of the shock.
    parameters, steady
        Structural parameters and steady state.
    costs : sequence of float
        Costs of a bit, ``mu``.

    Returns
    -------
    list of dict
        Columns information, cost, equilibrium (0 has most information), bits, stable, quantity, value. Quantities:
        flows, the reaction eigenvalue, impact and trough of the main responses.
    """
    branches = all_branches(economy)
    rows: list[Row] = []
    for cost in costs:
        found = find_equilibria(economy, cost / experiment.sigma_attention**2, branches)
        for number, one in enumerate(found):
            equilibrium = one.equilibrium
            responses = reported_responses(
                aggregate_responses(sequence, equilibrium.decisions.reshape(-1), experiment.size), parameters, steady
            )
            quantities: dict[str, float] = flows(equilibrium) | {"reaction_eigenvalue": one.reaction}
            for name in ("output", "inventory_sales", "price_level", "stock"):
                path = responses[name]
                quantities[f"{name}_impact"] = float(path[0])
                quantities[f"{name}_extreme"] = float(path[np.abs(path).argmax()])
            rows += [
                {
                    "information": economy.information,
                    "cost": float(cost),
                    "equilibrium": number,
                    "bits": float(equilibrium.bits.sum()),
                    "stable": one.stable,
                    "quantity": name,
                    "value": value,
                }
                for name, value in quantities.items()
            ]
    return rows
