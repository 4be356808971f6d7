"""The economy as inattentive firms see it: what they track depends linearly on what all firms do.

"Beliefs first": average beliefs follow from the information structure alone, whatever the targets. Given beliefs, the
targets, the average decisions and all aggregates therefore solve one linear system, without iteration.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from frictions.arrays import Array
from frictions.attention.cross_term import TrackingForm, tracking_form
from frictions.errors import FrictionsError
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.profit_hessian import profit_hessian
from frictions.inventory.sequence_space import SequenceMap
from frictions.inventory.steady_state import SteadyState
from frictions.options import checked_fields, checked_options

DECISIONS = ("price", "stock")
"""The two decisions, in the order of every array: the nominal price and the stock of goods for sale."""

InformationKind = Literal["separate", "joint"]
"""``separate``: each decision is made on a signal of its own and the flows add up, as in Tables 1.4 and 1.5.
``joint``: both decisions are made on one and the same information."""

Interaction = Literal["counted", "ignored"]
"""Under separate information, whether the choice of signals and decisions takes the interaction of both errors in
(1.34) into account, or each decision minimises its own squared error alone. Joint information always counts it."""

DEFAULT_LAGS = 40
"""Shocks that firms tell apart; of older ones they track the sum."""


class InvalidEconomy(FrictionsError):
    """Lags, horizon, information or paths do not fit; the message says which."""


class NoLinearEquilibrium(FrictionsError):
    """Given beliefs, the linear system for targets and decisions is singular."""


@checked_fields
@dataclass(frozen=True, eq=False)
class TrackingEconomy:
    """Everything that does not depend on the cost of information; arrays are per unit of the shock.

    Actions are stacked: T for the price, then T for the stock. What a decision tracks is held by n = L + 1 loadings,
    on the last L shocks and on the sum of all older ones, the price's before the stock's.

    Attributes
    ----------
    information : {"separate", "joint"}
    interaction : {"counted", "ignored"}
    lags, horizon : int
        L and T.
    discount : float
        Discount factor of the firm.
    form : TrackingForm
        Weights of the loss.
    anchored : bool
        Whether the first-best price returns to where it was if the average price never moves. Not so after a change
        of the money stock.
    feedback : (2T, 2T) array
        Response of the first-best actions to the average actions.
    shock : (2T,) array
        First-best actions while nobody reacts.
    """

    information: InformationKind
    interaction: Interaction
    lags: int
    horizon: int
    discount: float
    form: TrackingForm
    anchored: bool
    feedback: Array
    shock: Array

    @property
    def tracked_rows(self) -> np.ndarray:
        """Positions of the loadings among the actions."""
        return np.concatenate([np.arange(self.lags + 1), self.horizon + np.arange(self.lags + 1)])

    @cached_property
    def feedback_on_tracked(self) -> Array:
        """Rows of ``feedback`` that belong to loadings, (2n, 2T)."""
        return self.feedback[self.tracked_rows]

    @property
    def permanent_ratio(self) -> float:
        """Permanent part of the stock's action over that of the price's.

        The stock itself always returns to where it was. Under decreasing returns its action contains last quarter's
        nominal price, which does not.
        """
        return float(self.form.carry[1, 0] / (1.0 + self.form.carry[0, 0]))


@dataclass(frozen=True, eq=False)
class LinearEquilibrium:
    """Equilibrium for given beliefs, per unit of the shock.

    Attributes
    ----------
    tracked : (2, n) array
        Loadings of what each decision tracks: its first-best action, corrected for the expected error of the other
        decision where the interaction is counted.
    actions, first_best_actions : (2, T) arrays
        Average and first-best actions ``a(t) = x(t) + F x(t-1)``.
    """

    tracked: Array
    actions: Array
    first_best_actions: Array


@checked_options
def attention_economy(
    parameters: InventoryParameters,
    steady: SteadyState,
    sequence: SequenceMap,
    information: InformationKind = "separate",
    interaction: Interaction = "counted",
    lags: int = DEFAULT_LAGS,
) -> TrackingEconomy:
    """Prepare the economy for firms that track the nominal price and the stock of goods.

    Parameters
    ----------
    parameters : InventoryParameters
        Structural parameters.
    steady : SteadyState
        Their steady state.
    sequence : SequenceMap
        First-best decisions given average decisions.
    information : {"separate", "joint"}
        Which information decisions share.
    interaction : {"counted", "ignored"}
        Whether separate decisions take each other's errors into account.
    lags : int
        Number of shocks told apart, at least 2 and fewer than the periods of the map.

    Returns
    -------
    TrackingEconomy

    Raises
    ------
    InvalidEconomy
        If ``lags`` is out of range or a name is unknown.
    NoTrackingForm
        If the firm's loss is not convex.
    """
    form = tracking_form(profit_hessian(parameters, steady), parameters.beta)
    _check(information, interaction, lags, sequence.horizon)
    return TrackingEconomy(
        information=information,
        interaction=interaction,
        lags=lags,
        horizon=sequence.horizon,
        discount=parameters.beta,
        form=form,
        anchored=sequence.shock != "money_growth",
        feedback=_to_actions(form.carry, _from_actions(form.carry, sequence.target, sequence.horizon)),
        shock=_to_actions(form.carry, sequence.target_shock[:, None])[:, 0],
    )


@checked_options
def given_targets(
    actions: Array,
    form: TrackingForm,
    discount: float,
    information: InformationKind = "separate",
    interaction: Interaction = "counted",
    lags: int = DEFAULT_LAGS,
    anchored: bool = True,
) -> TrackingEconomy:
    """One firm in an economy whose aggregates it does not move: first-best actions are given.

    Parameters
    ----------
    actions : (2, T) array
        First-best actions per unit of the shock.
    form : TrackingForm
        Weights of the loss.
    discount : float
        Discount factor, inside (0, 1]; one for the stationary problem.
    information, interaction, lags
        As for :func:`attention_economy`.
    anchored : bool
        Whether the actions die out.

    Returns
    -------
    TrackingEconomy

    Raises
    ------
    InvalidEconomy
        As for :func:`attention_economy`, or if the actions are not two paths.
    """
    if actions.ndim != 2 or len(actions) != 2:
        raise InvalidEconomy(f"need two paths of actions, got an array of shape {actions.shape}")
    horizon = actions.shape[1]
    _check(information, interaction, lags, horizon)
    return TrackingEconomy(
        information=information,
        interaction=interaction,
        lags=lags,
        horizon=horizon,
        discount=discount,
        form=form,
        anchored=anchored,
        feedback=np.zeros((2 * horizon, 2 * horizon)),
        shock=actions.reshape(-1),
    )


def solve_given_beliefs(economy: TrackingEconomy, beliefs: tuple[Array | None, Array | None]) -> LinearEquilibrium:
    """Targets and decisions when average beliefs are given.

    Parameters
    ----------
    economy : TrackingEconomy
        The economy.
    beliefs : pair of (T, n) arrays
        Average belief about the state after a unit shock, behind each decision; None for a decision without
        information.

    Returns
    -------
    LinearEquilibrium

    Raises
    ------
    NoLinearEquilibrium
        If the system is singular.
    """
    size, horizon, lags = economy.lags + 1, economy.horizon, economy.lags
    rows = economy.tracked_rows
    feedback = economy.feedback_on_tracked
    first_best = np.zeros((2 * size, 2 * size))
    errors = np.zeros((2 * size, 2 * size))
    for d, belief in enumerate(beliefs):
        if belief is not None:
            own = slice(d * size, (d + 1) * size)
            first_best[:, own] = feedback[:, d * horizon : (d + 1) * horizon] @ belief
            errors[own, own] = belief[:size]
    constant = economy.shock[rows]
    first_best[-1] = economy.permanent_ratio * first_best[lags]
    constant[-1] = economy.permanent_ratio * constant[lags]
    errors -= first_best
    system = np.eye(2 * size) - first_best
    if economy.information == "separate" and economy.interaction == "counted":
        # What decision d tracks: a_d - (M_de / M_dd) (actual less first-best action of the other decision e). Errors
        # have no permanent part.
        weight = economy.form.weight
        price, stock = slice(0, lags), slice(size, size + lags)
        first = constant.copy()
        for own, other, ratio in (
            (price, stock, weight[0, 1] / weight[0, 0]),
            (stock, price, weight[1, 0] / weight[1, 1]),
        ):
            system[own] += ratio * errors[other]
            constant[own] += ratio * first[other]
    try:
        tracked = np.linalg.solve(system, constant)
    except np.linalg.LinAlgError as error:
        raise NoLinearEquilibrium("given beliefs, no unique equilibrium exists") from error
    actions = np.zeros(2 * horizon)
    for d, belief in enumerate(beliefs):
        if belief is not None:
            actions[d * horizon : (d + 1) * horizon] = belief @ tracked[d * size : (d + 1) * size]
    return LinearEquilibrium(
        tracked=tracked.reshape(2, size),
        actions=actions.reshape(2, horizon),
        first_best_actions=(economy.feedback @ actions + economy.shock).reshape(2, horizon),
    )


def decisions_of(form: TrackingForm, actions: Array) -> Array:
    """Decisions ``x(t) = a(t) - F x(t-1)`` behind actions (2, T); each firm knows what it did."""
    decisions = np.empty_like(actions)
    previous = np.zeros(2)
    for t in range(actions.shape[1]):
        previous = actions[:, t] - form.carry @ previous
        decisions[:, t] = previous
    return decisions


def actions_of(form: TrackingForm, decisions: Array) -> Array:
    """Actions ``a(t) = x(t) + F x(t-1)`` of decisions (2, T)."""
    return _to_actions(form.carry, decisions.reshape(-1)[:, None])[:, 0].reshape(decisions.shape)


def _check(information: str, interaction: str, lags: int, horizon: int) -> None:
    if not 2 <= lags < horizon:
        raise InvalidEconomy(f"lags must be 2 or more and fewer than the {horizon} periods, got {lags}")


def _to_actions(carry: Array, stacked: Array) -> Array:
    """Apply ``a(t) = x(t) + F x(t-1)`` to the rows (2T, k)."""
    if not carry.any():
        return stacked
    paths = stacked.reshape(2, len(stacked) // 2, -1)
    lagged = np.concatenate([np.zeros_like(paths[:, :1]), paths[:, :-1]], axis=1)
    return (paths + np.einsum("ij,jtk->itk", carry, lagged)).reshape(stacked.shape)


def _from_actions(carry: Array, responses: Array, horizon: int) -> Array:
    """Responses (k, 2T) to decisions as responses to actions."""
    if not carry.any():
        return responses
    # An action in t is a decision in t, which later decisions undo by F: X = Y_t + X_{t+1} (-F), backwards.
    by_period = responses.reshape(len(responses), 2, horizon).copy()
    for t in range(horizon - 2, -1, -1):
        by_period[:, :, t] -= by_period[:, :, t + 1] @ carry
    return by_period.reshape(responses.shape)
