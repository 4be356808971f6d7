"""General equilibrium with inattentive firms, for a given cost or a given amount of information."""

from dataclasses import dataclass, replace
from math import log
from typing import Literal

import numpy as np
import numpy.typing as npt

from frictions.arrays import Array
from frictions.attention.economy import (
    InvalidEconomy,
    LinearEquilibrium,
    TrackingEconomy,
    decisions_of,
    solve_given_beliefs,
)
from frictions.attention.fixed_point import iterate_to_fixed_point
from frictions.attention.information import (
    INNER_TOLERANCE,
    InformationStructure,
    average_beliefs,
    best_information,
    initial_structure,
)
from frictions.errors import FrictionsError
from frictions.options import checked_options

Start = Literal["attentive", "inattentive"]
"""``attentive``: from firms that know half of the news at once and half of the rest in every quarter.
``inattentive``: from firms that know nothing; they stay there unless information is worth its cost."""

OUTER_TOLERANCE = 1e-10
"""Relative change of the targets at which the iteration stops."""

OUTER_STEPS = 150
"""Most rounds between information and equilibrium in one attempt."""

MIXING = (1.0, 0.3)
"""Share of the gap that a round closes, in the first attempt and in the next."""

EARLY_TOLERANCE = 1e-4
"""Accuracy of the signals while the targets still move a lot."""

ROUND_ITERATIONS = 5_000
"""Most steps of the signals in one round; the next round goes on where the last one stopped."""

BARELY_INFORMED = 0.02
"""Share of news that firms learn in a quarter where a search from no information begins; with exactly none the price
level would have no permanent part to learn about."""

RESOLVED = 10.0
"""The price's permanent part must exceed what is left of its transitory part at the last lag by this factor."""


class NoEquilibrium(FrictionsError):
    """No equilibrium was found from this start; the message says what happened."""


@dataclass(frozen=True, eq=False)
class AttentionEquilibrium:
    """An equilibrium; responses are per unit of the shock, variances in units of the shock's variance.

    Attributes
    ----------
    economy : TrackingEconomy
        The economy.
    information : InformationStructure
        What firms choose to know.
    linear : LinearEquilibrium
        Targets and actions.
    residual : float
        Certificate: largest relative change of a target in the last round.
    rounds : int
        Rounds between information and equilibrium.
    """

    economy: TrackingEconomy
    information: InformationStructure
    linear: LinearEquilibrium
    residual: float
    rounds: int

    @property
    def cost_ratio(self) -> float:
        """Cost of a bit over the variance of the shock, mu / sigma^2."""
        return self.information.cost_ratio

    @property
    def bits(self) -> Array:
        """Bits a quarter of each signal: price and stock, or one number under joint information."""
        return self.information.bits

    @property
    def decisions(self) -> Array:
        """Average nominal price and stock after a unit shock, (2, T)."""
        return decisions_of(self.economy.form, self.linear.actions)

    @property
    def first_best(self) -> Array:
        """Nominal price and stock that a fully informed firm would choose in this economy, (2, T)."""
        return decisions_of(self.economy.form, self.linear.first_best_actions)

    def truncation(self) -> float:
        """Certificate: what targets still do beyond the last lag, over the largest tracked response of each."""
        lags = self.economy.lags
        price, stock = self.linear.first_best_actions
        lasting = self.economy.permanent_ratio * price[lags]
        beyond = (np.abs(price[lags:] - price[lags]).max(), np.abs(stock[lags:] - lasting).max())
        return float(max(np.array(beyond) / np.abs(self.linear.first_best_actions).max(axis=1)))

    def resolved(self) -> bool:
        """Whether the price's permanent part stands out from what the last lag leaves of its transitory part.

        True where nobody attends to the price, which then has no permanent part.
        """
        if not self.information.permanent[0] or not self.economy.feedback.any():
            return True
        return _permanent_part_resolved(self.economy, self.linear)


@checked_options
def solve_equilibrium(
    economy: TrackingEconomy,
    *,
    cost_ratio: float | None = None,
    capacity: float | None = None,
    start: Start | AttentionEquilibrium = "attentive",
    tolerance: float = OUTER_TOLERANCE,
) -> AttentionEquilibrium:
    """Solve for an equilibrium.

    Parameters
    ----------
    economy : TrackingEconomy
        The economy, or one firm with given targets.
    cost_ratio : float, optional
        Cost of a bit over the variance of the shock, mu / sigma^2, mu in units of ``Xi p^-theta S`` and sigma in log
        points. Nothing else about the two matters.
    capacity : float, optional
        Bits a quarter of all decisions together; the cost at which firms choose them is then part of the solution.
        Exactly one of the two must be given.
    start : {"attentive", "inattentive"} or AttentionEquilibrium
        Where the search starts: it may decide which of several equilibria is found.
    tolerance : float
        Relative change of the targets at which to stop.

    Returns
    -------
    AttentionEquilibrium

    Raises
    ------
    InvalidEconomy
        If not exactly one positive cost or capacity is given.
    NoEquilibrium
        If the search does not settle, or would need attention that is not resolved by the lags.
    NoLinearEquilibrium
        If on the way there no equilibrium exists for given beliefs.
    """
    given = cost_ratio if capacity is None else capacity
    if (cost_ratio is None) == (capacity is None) or given is None or not 0.0 < given < np.inf:
        raise InvalidEconomy(f"need one positive cost ratio or capacity, got {cost_ratio!r} and {capacity!r}")
    if cost_ratio is not None and start == "inattentive":
        nobody = without_information(economy, cost_ratio)
        if not wants_attention(nobody).any():
            return nobody
    try:
        return search(economy, cost_ratio=cost_ratio, capacity=capacity, start=start, tolerance=tolerance)
    except _PriceAttentionDies:
        assert cost_ratio is not None
    inattentive = _without_price_attention(economy, cost_ratio, tolerance)
    if inattentive is not None:
        return inattentive
    return search(economy, cost_ratio=cost_ratio, start=start, tolerance=tolerance, may_die=False)


def without_information(economy: TrackingEconomy, cost_ratio: float) -> AttentionEquilibrium:
    """Let nobody be informed about the shock; it is an equilibrium where :func:`wants_attention` is all False."""
    linear = solve_given_beliefs(economy, (None, None))
    nothing = initial_structure(economy, linear.tracked, permanent=False)
    information = replace(nothing, active=np.zeros_like(nothing.active), nat_cost=cost_ratio / log(2.0), residual=0.0)
    return AttentionEquilibrium(economy, information, linear, residual=0.0, rounds=0)


def attention_thresholds(economy: TrackingEconomy, linear: LinearEquilibrium) -> Array:
    """Cost ratio above which a firm that has known nothing receives no signal, (d,), given everybody's targets.

    Without information the prior variance of every shock is that of the shock, so that the value of the first signal
    is the largest eigenvalue of the benefit. It is infinite for a price that moves permanently, because the average
    price does or the shock makes it: without information its variance grows for ever.
    """
    benefits = initial_structure(economy, linear.tracked, permanent=False).benefits
    thresholds = np.asarray(np.linalg.eigvalsh(benefits)[:, -1] * log(2.0), dtype=np.float64)
    if not economy.anchored or linear.actions[0].any():
        thresholds[0] = np.inf
    return thresholds


def wants_attention(equilibrium: AttentionEquilibrium) -> npt.NDArray[np.bool_]:
    """Whether a signal that nobody receives would be worth its cost, (d,); False for signals that are received."""
    thresholds = attention_thresholds(equilibrium.economy, equilibrium.linear)
    return np.asarray((equilibrium.bits == 0.0) & (thresholds > equilibrium.cost_ratio))


def sticky_beliefs(economy: TrackingEconomy, informed: float = 0.5) -> Array:
    """Average beliefs (T, n) if a share of firms learns everything in a quarter, as under sticky information."""
    beliefs = np.zeros((economy.horizon, economy.lags + 1))
    periods = np.arange(economy.horizon)
    beliefs[periods, np.minimum(periods, economy.lags)] = 1.0 - (1.0 - informed) ** (periods + 1)
    return beliefs


@checked_options
def search(
    economy: TrackingEconomy,
    *,
    cost_ratio: float | None = None,
    capacity: float | None = None,
    start: Start | AttentionEquilibrium = "attentive",
    tolerance: float = OUTER_TOLERANCE,
    active: npt.NDArray[np.bool_] | None = None,
    permanent: bool = True,
    may_die: bool = True,
) -> AttentionEquilibrium:
    """Iterate between information and equilibrium until the targets settle.

    Parameters
    ----------
    economy, cost_ratio, capacity, start, tolerance
        As for :func:`solve_equilibrium`, which is what to call for an equilibrium.
    active : (d,) boolean array, optional
        Signals that may be received; all by default.
    permanent : bool
        Whether targets have a part that never dies out.
    may_die : bool
        Whether to give up once the price's permanent part is no longer resolved by the lags.

    Returns
    -------
    AttentionEquilibrium
        Optimal for the active signals; whether the others would be worth their cost is not asked.

    Raises
    ------
    NoEquilibrium
        If the search does not settle.
    """
    if isinstance(start, AttentionEquilibrium):
        linear, information = start.linear, start.information
    else:
        informed = sticky_beliefs(economy, 0.5 if start == "attentive" else BARELY_INFORMED)
        attends = [True] * 2 if active is None else [bool(active[0]), bool(active[-1])]
        linear = solve_given_beliefs(economy, (informed if attends[0] else None, informed if attends[1] else None))
        information = initial_structure(economy, linear.tracked, active, permanent)
    may_die = may_die and cost_ratio is not None and bool(information.permanent[0]) and bool(economy.feedback.any())
    rounds = 0

    def respond(tracked: Array, residual: float) -> Array:
        nonlocal linear, information, rounds
        accuracy = min(max(1e-3 * residual, INNER_TOLERANCE), EARLY_TOLERANCE)
        information = best_information(
            economy,
            tracked,
            information,
            cost_ratio=cost_ratio,
            capacity=capacity,
            tolerance=accuracy,
            max_iterations=ROUND_ITERATIONS,
        )
        linear = solve_given_beliefs(economy, average_beliefs(economy, information))
        rounds += 1
        if may_die and rounds > 3 and not _permanent_part_resolved(economy, linear):
            raise _PriceAttentionDies("attention to the price falls below what the lags resolve")
        return linear.tracked

    residual = np.inf
    for mixing in MIXING:
        first = rounds
        while rounds < first + OUTER_STEPS:
            residual = iterate_to_fixed_point(
                respond, linear.tracked, tolerance=tolerance, max_steps=first + OUTER_STEPS - rounds, mixing=mixing
            ).residual
            if not residual < tolerance:
                break
            # The signals may have been left at a coarser accuracy than the targets.
            if information.residual < 10.0 * INNER_TOLERANCE or not information.active.any():
                return AttentionEquilibrium(economy, information, linear, residual, rounds)
            information = best_information(
                economy, linear.tracked, information, cost_ratio=cost_ratio, capacity=capacity
            )
            if not information.residual < INNER_TOLERANCE:
                break
    raise NoEquilibrium(
        f"information and equilibrium did not settle in {rounds} rounds: the targets still change by {residual:.1e}, "
        f"the signals by {information.residual:.1e}"
    )


class _PriceAttentionDies(NoEquilibrium):
    """On the way, firms' attention to their price fell to what the lags cannot resolve."""


def _permanent_part_resolved(economy: TrackingEconomy, linear: LinearEquilibrium) -> bool:
    """Whether the price's permanent part exceeds what the last lag leaves of its transitory part."""
    price = linear.first_best_actions[0]
    return bool(abs(price[economy.lags]) > RESOLVED * abs(price[economy.lags] - price[-1]))


def _without_price_attention(
    economy: TrackingEconomy, cost_ratio: float, tolerance: float
) -> AttentionEquilibrium | None:
    """Equilibrium in which nobody attends to the price, None if there is none."""
    if economy.information == "joint":
        found = without_information(economy, cost_ratio)
    else:
        stock_only = np.array([False, True])
        try:
            found = search(economy, cost_ratio=cost_ratio, tolerance=tolerance, active=stock_only, permanent=False)
        except NoEquilibrium:
            return None
    return None if wants_attention(found).any() else found
