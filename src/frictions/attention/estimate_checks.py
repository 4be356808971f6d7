"""What goes with an estimate of the rational-inattention model: every equilibrium there, and a certificate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from frictions.arrays import Array
from frictions.attention.branches import FoundEquilibrium, find_equilibria
from frictions.attention.equilibrium import solve_equilibrium
from frictions.attention.estimation import EstimatedModel, economy_at, matched_responses_of, responses_of
from frictions.attention.experiments import Row, flows
from frictions.matching.criterion import Criterion, criterion_value
from frictions.matching.minimum import LocalMinimum


@dataclass(frozen=True, eq=False)
class RatedEquilibrium:
    """One of the equilibria at an estimate.

    Attributes
    ----------
    found : FoundEquilibrium
    criterion : float
        J of its responses.
    selected : bool
        Whether it is the one the selection rule picks.
    """

    found: FoundEquilibrium
    criterion: float
    selected: bool


def rate_equilibria(model: EstimatedModel, criterion: Criterion, theta: Array) -> tuple[RatedEquilibrium, ...]:
    """Every equilibrium found at a parameter vector, with its J.

    Parameters
    ----------
    model : EstimatedModel
        What is estimated.
    criterion : Criterion
        Target and metric.
    theta : (p,) array
        Values, in the order of ``model.names``.

    Returns
    -------
    tuple of RatedEquilibrium
        Most information first.

    Raises
    ------
    NoEquilibrium
        If there is none.
    """
    sequence, economy, cost_ratio = economy_at(model, theta)
    chosen = solve_equilibrium(economy, cost_ratio=cost_ratio, start=model.selection).bits
    found = find_equilibria(economy, cost_ratio)
    nearest = min(range(len(found)), key=lambda i: float(np.abs(found[i].equilibrium.bits - chosen).max()))
    return tuple(
        RatedEquilibrium(one, criterion_value(criterion, matched_responses_of(sequence, one.equilibrium)), i == nearest)
        for i, one in enumerate(found)
    )


def rating_rows(rated: Sequence[RatedEquilibrium]) -> list[Row]:
    """Rows of equilibria.csv of an estimation: equilibrium (0 has most information), quantity, value.

    Quantities: flows, ``stable`` and ``selected`` as 0 or 1, ``reaction_eigenvalue``, ``criterion``.
    """
    return [
        {"equilibrium": number, "quantity": name, "value": value}
        for number, one in enumerate(rated)
        for name, value in (
            flows(one.found.equilibrium)
            | {
                "reaction_eigenvalue": one.found.reaction,
                "stable": float(one.found.stable),
                "selected": float(one.selected),
                "criterion": one.criterion,
            }
        ).items()
    ]


REMEDIES = {"truncation": "raise lags, and horizon with it, in the settings of this estimation"}
"""What a user can do about a quantity of the certificate."""


def estimate_certificate(
    model: EstimatedModel, criterion: Criterion, minimum: LocalMinimum
) -> dict[str, tuple[float, float]]:
    """Certificate of an estimate, (value, bound) by name.

    Parameters
    ----------
    model : EstimatedModel
        What was estimated.
    criterion : Criterion
        Target and metric.
    minimum : LocalMinimum
        The estimate.

    Returns
    -------
    dict
        Residuals of the solution; how much J falls by one more step of the search, and how much it changes with
        twice the lags and twice the horizon, both as shares of J.
    """
    sequence, economy, cost_ratio = economy_at(model, minimum.estimate)
    solved = solve_equilibrium(economy, cost_ratio=cost_ratio, start=model.selection)
    longer = responses_of(replace(model, lags=2 * model.lags, horizon=2 * model.horizon))(minimum.estimate)
    return {
        "sequence_residual": (sequence.residual, 1e-8),
        "equilibrium_residual": (solved.residual, 1e-8),
        "signal_residual": (solved.information.residual, 1e-8),
        "decrement_share": (minimum.decrement / minimum.criterion, 1e-3),
        "truncation": (criterion_value(criterion, longer) / minimum.criterion - 1.0, 2e-2),
    }
