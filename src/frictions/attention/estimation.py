"""The rational-inattention model as a function of estimated parameters, for the matching criterion (1.43)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from frictions.arrays import Array
from frictions.attention.economy import (
    DEFAULT_LAGS,
    InformationKind,
    Interaction,
    TrackingEconomy,
    attention_economy,
)
from frictions.attention.equilibrium import AttentionEquilibrium, Start, solve_equilibrium
from frictions.errors import FrictionsError
from frictions.inventory.matched_series import stacked_responses
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.responses import QUARTERLY_SHOCK
from frictions.inventory.sequence_space import SequenceMap, aggregate_responses, sequence_map
from frictions.inventory.steady_state import steady_state
from frictions.matching.estimation import Estimation
from frictions.matching.problem import MatchingProblem, estimate_from_everywhere, free_parameters_of
from frictions.matching.searches import SearchSettings
from frictions.matching.target import MatchingTarget, require_shock, target_criterion
from frictions.options import checked_fields

ESTIMATION_HORIZON = 80
"""Periods of the sequence space; the criterion is the same to ten digits at 200."""

RESPONSE_TOLERANCE = 1e-8
"""Relative change of the targets at which a solution stops; J is then exact to six digits or more."""

IDENTIFIED = ("cost_ratio", "xi_w", "iota_w", "sigma_c")
"""Estimated by default. ``cost_ratio`` is the cost of a bit over the variance of the shock; the two are not identified
apart. ``sigma_l`` and ``xi_w`` both move the slope of the wage curve, and ``alpha`` is 1 in the source."""

SEARCH = SearchSettings(difference_step=1e-3, tolerance=1e-9)
"""Settings of the searches. Where a decision begins to be attended to the responses have a kink; differences over a
small step see one side of it only, and a search may end there."""

COARSE = SearchSettings(difference_step=1e-3, tolerance=1e-4, max_evaluations=40)
"""Settings of a first round of searches, whose lowest ends are refined with :data:`SEARCH`."""

PROFILE = SearchSettings(difference_step=1e-3, tolerance=1e-4, max_evaluations=20)
"""Settings of profiles: J to a ten-thousandth of itself."""

SAME_LEVEL = 5e-3
"""Ends of coarse searches whose J differs by no more than this share count as one."""


class InvalidEstimation(FrictionsError):
    """A parameter is unknown, named twice, or the cost of information is left out; the message names it."""


@checked_fields
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


def estimated_model(settings: Mapping[str, Any]) -> EstimatedModel:
    """Model of an estimation's settings.

    Parameters
    ----------
    settings : mapping
        ``fixed`` values by parameter, ``free`` entries as
        :func:`~frictions.matching.problem.free_parameters_of` takes them, and ``information``, ``interaction``,
        ``selection``, ``lags``, ``horizon``.

    Raises
    ------
    InvalidEstimation
        If ``cost_ratio`` is not among the free parameters.
    InvalidParameter
        If a value is outside its domain.
    """
    sources = {name: float(entry["source"]) for name, entry in settings["free"].items() if name != "cost_ratio"}
    chosen = {name: settings[name] for name in ("information", "interaction", "selection", "lags", "horizon")}
    return EstimatedModel(InventoryParameters(**settings["fixed"], **sources), tuple(settings["free"]), **chosen)


def with_free_parameter(settings: Mapping[str, Any], name: str, values: Sequence[float]) -> dict[str, Any]:
    """Settings of an estimation in which one fixed parameter is free between the lowest and the highest of some values.

    Parameters
    ----------
    settings : mapping
        As for :func:`estimated_model`.
    name : str
        A fixed parameter; it becomes the last of the free ones.
    values : sequence of float
        The bounds span these and the fixed value.
    """
    fixed = dict(settings["fixed"])
    source = fixed.pop(name)
    lower, upper = min([*values, source]), max([*values, source])
    entry = {"symbol": name, "lower": lower, "upper": upper, "start": [lower, upper], "source": source}
    return {**settings, "fixed": fixed, "free": {**settings["free"], name: entry}}


def attention_problem(settings: Mapping[str, Any], target: MatchingTarget) -> MatchingProblem:
    """Matching problem of the rational-inattention model; all six variables are matched.

    Parameters
    ----------
    settings : mapping
        As for :func:`estimated_model`.
    target : MatchingTarget

    Returns
    -------
    MatchingProblem

    Raises
    ------
    OtherShock
        If the target is of a shock of another size than :data:`~frictions.inventory.responses.QUARTERLY_SHOCK`.
    """
    require_shock(target, QUARTERLY_SHOCK)
    parameters, source = free_parameters_of(settings["free"])
    return MatchingProblem(
        responses=responses_of(estimated_model(settings)),
        criterion=target_criterion(target),
        parameters=parameters,
        omega=target.omega,
        source=source,
    )


def parameters_at(model: EstimatedModel, theta: Array) -> InventoryParameters:
    """Structural parameters at a parameter vector (p,).

    Raises
    ------
    InvalidParameter
        If a value is outside its domain.
    """
    values = dict(zip(model.names, (float(value) for value in theta), strict=True))
    return replace(model.base, **{name: value for name, value in values.items() if name != "cost_ratio"})


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
    cost_ratio = float(theta[model.names.index("cost_ratio")])
    parameters = parameters_at(model, theta)
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


def estimate_attention(problem: MatchingProblem, settings: Mapping[str, Any], **options: Any) -> Estimation:
    """Search from everywhere, coarsely first, and refine the lowest ends.

    Parameters
    ----------
    problem : MatchingProblem
        From :func:`attention_problem`.
    settings : mapping
        Those of the estimation: ``sobol_starts``, ``seed``, ``polished``.
    **options
        Passed on to :func:`~frictions.matching.estimation.estimate`, such as ``progress``.

    Returns
    -------
    Estimation

    Raises
    ------
    EveryStartFailed
        If the model has a solution at no start.
    """
    return estimate_from_everywhere(
        problem,
        settings["sobol_starts"],
        settings["seed"],
        settings=SEARCH,
        search_settings=COARSE,
        level=SAME_LEVEL,
        polished=settings["polished"],
        **options,
    )
