"""The rational-inattention model as a function of estimated parameters, for the matching criterion (1.43)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from frictions.arrays import Array
from frictions.attention.branches import FoundEquilibrium, find_equilibria
from frictions.attention.economy import (
    DEFAULT_LAGS,
    InformationKind,
    Interaction,
    TrackingEconomy,
    attention_economy,
)
from frictions.attention.equilibrium import AttentionEquilibrium, Start, solve_equilibrium
from frictions.errors import FrictionsError
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.responses import QUARTERLY_SHOCK, stacked_responses
from frictions.inventory.sequence_space import SequenceMap, aggregate_responses, sequence_map
from frictions.inventory.steady_state import steady_state
from frictions.matching.criterion import Criterion, criterion_value
from frictions.matching.least_squares import SearchSettings
from frictions.matching.parameters import Parameter

ESTIMATION_HORIZON = 80
"""Periods of the sequence space; the criterion is the same to ten digits at 200."""

RESPONSE_TOLERANCE = 1e-8
"""Relative change of the targets at which a solution stops; J is then exact to six digits or more."""

PARAMETERS = (
    Parameter("cost_ratio", r"\mu/\sigma_r^2", lower=2.0, upper=100.0, start_lower=8.0, start_upper=60.0),
    Parameter("xi_w", r"\xi_w", lower=0.02, upper=0.98, start_lower=0.05, start_upper=0.95),
    Parameter("iota_w", r"\iota_w", lower=0.0, upper=1.0, start_lower=0.02, start_upper=0.9),
    Parameter("sigma_c", r"\sigma_c", lower=0.2, upper=6.0, start_lower=0.7, start_upper=2.5),
    Parameter("sigma_l", r"\sigma_l", lower=0.05, upper=8.0, start_lower=0.2, start_upper=3.0),
    Parameter("alpha", r"\alpha", lower=0.4, upper=1.0, start_lower=0.6, start_upper=0.995),
)
"""Parameters that can be estimated, with the bounds that the Calvo model has for those they share. ``cost_ratio`` is
the cost of a bit over the variance of the shock; the two are not identified apart."""

IDENTIFIED = ("cost_ratio", "xi_w", "iota_w", "sigma_c")
"""Estimated by default. ``sigma_l`` and ``xi_w`` both only move the slope of the wage curve, and ``alpha`` is 1 in the
source; both stay at the given values."""

SEARCH = SearchSettings(difference_step=1e-3, tolerance=1e-7)
"""Settings of the searches. Where a decision begins to be attended to the responses have a kink; differences over a
small step see one side of it only, and a search may end there."""


class InvalidEstimation(FrictionsError):
    """A parameter is unknown, named twice, or the cost of information is left out; the message names it."""


@dataclass(frozen=True)
class EstimatedModel:
    """What is estimated, and what is not.

    Attributes
    ----------
    base : InventoryParameters
        Values of the parameters that are not estimated.
    names : tuple of str
        Estimated parameters, ``cost_ratio`` among them.
    information, interaction, lags
        As for :func:`~frictions.attention.economy.attention_economy`.
    selection : {"attentive", "inattentive"}
        Which equilibrium counts where there are several: the one a search from attentive firms finds, or the one
        from firms without information.
    horizon : int
        Periods of the sequence space.

    Raises
    ------
    InvalidEstimation
        If a name is unknown or repeated, or ``cost_ratio`` is missing.
    """

    base: InventoryParameters
    names: tuple[str, ...] = IDENTIFIED
    information: InformationKind = "separate"
    interaction: Interaction = "counted"
    selection: Start = "attentive"
    lags: int = DEFAULT_LAGS
    horizon: int = ESTIMATION_HORIZON

    def __post_init__(self) -> None:
        structural = {field.name for field in fields(self.base)}
        unknown = sorted(set(self.names) - structural - {"cost_ratio"})
        if unknown or len(set(self.names)) != len(self.names) or "cost_ratio" not in self.names:
            raise InvalidEstimation(
                f"need unique names of parameters, cost_ratio among them; got {self.names}, unknown: {unknown}"
            )


def estimated_parameters(names: Sequence[str] = IDENTIFIED) -> tuple[Parameter, ...]:
    """Bounds and start ranges of the named parameters.

    Raises
    ------
    InvalidEstimation
        If there are no bounds for a name.
    """
    known = {parameter.name: parameter for parameter in PARAMETERS}
    missing = [name for name in names if name not in known]
    if missing:
        raise InvalidEstimation(f"no bounds are set for {', '.join(missing)}; they are for {', '.join(known)}")
    return tuple(known[name] for name in names)


def economy_at(model: EstimatedModel, theta: Array) -> tuple[SequenceMap, TrackingEconomy, float]:
    """Economy and cost ratio at a parameter vector.

    Parameters
    ----------
    model : EstimatedModel
        What is estimated.
    theta : (p,) array
        Values, in the order of ``model.names``.

    Returns
    -------
    sequence : SequenceMap
    economy : TrackingEconomy
    cost_ratio : float

    Raises
    ------
    InvalidParameter, NoSteadyState, NoStableRule, NoTrackingForm
        If the model has no solution for these parameters.
    """
    values = dict(zip(model.names, (float(value) for value in theta), strict=True))
    cost_ratio = values.pop("cost_ratio")
    parameters = replace(model.base, **values)
    steady = steady_state(parameters)
    sequence = sequence_map(parameters, steady, model.horizon)
    economy = attention_economy(parameters, steady, sequence, model.information, model.interaction, model.lags)
    return sequence, economy, cost_ratio


def matched_responses_of(sequence: SequenceMap, equilibrium: AttentionEquilibrium) -> Array:
    """Responses of an equilibrium, (90,), in the order and units of the matching criterion."""
    return stacked_responses(aggregate_responses(sequence, equilibrium.decisions.reshape(-1), QUARTERLY_SHOCK))


def responses_of(model: EstimatedModel) -> Callable[[Array], Array]:
    """Return the model as the matching engine wants it: parameters (p,) to responses (90,).

    Every call solves from the same start, so that the result does not depend on earlier calls. The economy of the
    last call is kept for calls that change the cost of information alone, which it does not depend on.
    """
    position = model.names.index("cost_ratio")
    structural: bytes | None = None
    sequence: SequenceMap
    economy: TrackingEconomy

    def responses(theta: Array) -> Array:
        nonlocal structural, sequence, economy
        cost_ratio, others = float(theta[position]), np.delete(theta, position).tobytes()
        if others != structural:
            sequence, economy, _ = economy_at(model, theta)
            structural = others
        equilibrium = solve_equilibrium(
            economy, cost_ratio=cost_ratio, start=model.selection, tolerance=RESPONSE_TOLERANCE
        )
        return matched_responses_of(sequence, equilibrium)

    return responses


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
