"""The responses behind Table 1.3, recovered from its nine moments; everything else follows from the model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.optimize import least_squares

from frictions.arrays import Array
from frictions.attention.economy import DECISIONS
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.responses import QUARTERLY_SHOCK, reported_responses
from frictions.inventory.sequence_space import SequenceMap, aggregate_responses, sequence_map
from frictions.inventory.steady_state import steady_state
from frictions.matching.moments import business_cycle_moments

Terms: TypeAlias = tuple[tuple[float, float], ...]
"""Geometric terms of a response: impact and decay of each."""

PUBLISHED_RESPONSES = {"stock": (-0.137, 0.868), "price": (0.0035, 0.919)}
"""Average responses to 15 basis points in percent, impact and decay, fitted to the nine moments of Table 1.3."""

NEAR = 0.05
"""Relative deviation up to which a moment counts as met."""

MAX_EVALUATIONS = 40
"""Most evaluations of a fit, besides those for its differences."""

SECOND_TERM_START = (-0.28, np.arctanh(0.77), 0.0039, np.arctanh(0.95), 0.15)
"""First fit with a second term: impact and decay of the stock's first term and of the price, impact of the second."""


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


@dataclass(frozen=True, eq=False)
class RecoveredPath:
    """Average decisions that come close to the printed moments.

    Attributes
    ----------
    stock, price : tuple of (impact, decay)
        Geometric terms of the average responses to 15 basis points, percent.
    within_5 : int
        Printed moments within five percent.
    mean_deviation : float
        Mean relative deviation from the printed moments.
    responses : dict of str to (T - 1,) array
        Reported variables, percent.
    """

    stock: tuple[tuple[float, float], ...]
    price: tuple[tuple[float, float], ...]
    within_5: int
    mean_deviation: float
    responses: dict[str, Array]


def recovered_paths(
    parameters: InventoryParameters,
    printed: Mapping[str, float],
    second_decays: Sequence[float],
    horizon: int = 160,
) -> list[RecoveredPath]:
    """Paths of the average stock and price that fit the printed moments, one for each decay of a second term.

    The nine moments do not pin down the path: with a second geometric term of the stock most of them are met for a
    range of its decay.

    Parameters
    ----------
    parameters : InventoryParameters
        Table 1.1, column RI.
    printed : mapping of str to float
        Printed moments of Table 1.3.
    second_decays : sequence of float
        Decays of the second term, inside (0, 1); each fit starts from that of the nearest decay before it. A path
        without a second term comes first.
    horizon : int
        Periods.

    Returns
    -------
    list of RecoveredPath
    """
    steady = steady_state(parameters)
    sequence = sequence_map(parameters, steady, horizon)
    periods = np.arange(horizon)

    def responses(stock: Terms, price: Terms) -> dict[str, Array]:
        paths = [sum(impact * decay**periods for impact, decay in terms) for terms in (price, stock)]
        stacked = np.concatenate(paths) / QUARTERLY_SHOCK
        return reported_responses(aggregate_responses(sequence, stacked, QUARTERLY_SHOCK), parameters, steady)

    def deviations(stock: Terms, price: Terms) -> Array:
        moments = business_cycle_moments(responses(stock, price))
        return np.array([moments[name] / value - 1.0 for name, value in printed.items()])

    def fitted(start: Array, second_decay: float | None) -> tuple[Array, RecoveredPath]:
        def terms(point: Array) -> tuple[Terms, Terms]:
            second = () if second_decay is None else ((float(point[4]), second_decay),)
            first = (float(point[0]), float(np.tanh(point[1])))
            return (first, *second), ((float(point[2]), float(np.tanh(point[3]))),)

        # A bounded influence of what cannot be met, in units of the five percent that count as near.
        found = least_squares(
            lambda point: deviations(*terms(point)) / NEAR,
            start,
            x_scale=np.maximum(np.abs(start), 0.01),
            loss="soft_l1",
            max_nfev=MAX_EVALUATIONS,
        )
        stock, price = terms(found.x)
        missed = np.abs(deviations(stock, price))
        near = int((missed <= NEAR).sum())
        return found.x, RecoveredPath(stock, price, near, float(missed.mean()), responses(stock, price))

    one_term = np.array([[impact, np.arctanh(decay)] for impact, decay in PUBLISHED_RESPONSES.values()]).ravel()
    paths = [fitted(one_term, None)[1]]
    ends: dict[float, Array] = {}
    for decay in second_decays:
        nearest = min(ends, key=lambda one: abs(one - decay), default=None)
        start = np.array(SECOND_TERM_START) if nearest is None else ends[nearest]
        ends[decay], path = fitted(start, decay)
        paths.append(path)
    return paths
