"""The responses behind Table 1.3, recovered from its nine moments; everything else follows from the model."""

import numpy as np

from frictions.arrays import Array
from frictions.attention.economy import DECISIONS
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.responses import QUARTERLY_SHOCK, reported_responses
from frictions.inventory.sequence_space import SequenceMap, aggregate_responses, sequence_map
from frictions.inventory.steady_state import steady_state

PUBLISHED_RESPONSES = {"stock": (-0.137, 0.868), "price": (0.0035, 0.919)}
"""Average responses to 15 basis points in percent, impact and decay, fitted to the nine moments of Table 1.3."""


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
