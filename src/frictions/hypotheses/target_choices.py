"""The criterion of Table 1.2 under other readings of its target: which panel, lags, draws, weights and quarters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from frictions.arrays import Array
from frictions.matching.criterion import build_criterion, criterion_parts
from frictions.matching.weighting import stack_responses, weight_blocks
from frictions.timeseries.resampling import response_draws
from frictions.timeseries.var import estimate_var, impulse_responses, recursive_impact

WEIGHTINGS: Mapping[str, tuple[Any, int]] = {
    "max_index": ("max_index", 1),
    "max_index_from_2": ("max_index", 2),
    "diagonal": ("diagonal", 1),
    "none": ("none", 1),
}
"""Rule for the covariance, and the number of the first matched quarter in it."""


@dataclass(frozen=True)
class DrawnShock:
    """What the VAR's responses are to, and how they are drawn.

    Attributes
    ----------
    variable : str
        The shocked one.
    size : float
        Percentage points a year.
    draws : int
        Artificial samples behind the weights.
    entropy : int
        Seed.
    """

    variable: str
    size: float
    draws: int
    entropy: int


def contributions_by_choice(
    panels: Mapping[str, pd.DataFrame],
    models: Mapping[str, Mapping[str, Mapping[str, Array]]],
    matched: Sequence[str],
    shock: DrawnShock,
    variants: Sequence[Mapping[str, Any]],
) -> list[list[float]]:
    """Contributions to the criterion (1.43) of responses that are given and not estimated.

    Parameters
    ----------
    panels : mapping of str to DataFrame
        Panels of the VAR by the name that a variant's ``panel`` has.
    models : mapping of str to mapping of str to mapping of str to (quarters,) array
        By dimension and option: the responses of the matched variables, from the impact quarter on.
    matched : sequence of str
        Variables, in the order of the contributions.
    shock : DrawnShock
    variants : sequence of mapping
        Keys ``panel``, ``lags``, ``innovations``, ``weighting`` (of :data:`WEIGHTINGS`), ``quarters``, and every
        dimension of ``models``.

    Returns
    -------
    list of lists
        By variant: contributions of each dimension's model, one dimension after another; not a number where the panel
        could not be made.
    """
    longest = max(variant["quarters"] for variant in variants)

    @cache
    def responses(panel: str, lags: int, innovations: Any) -> tuple[Array, Array]:
        frame = panels[panel]
        model = estimate_var(frame.to_numpy(), lags)
        position = list(frame).index(shock.variable)
        columns = [list(frame).index(name) for name in matched]
        impact = recursive_impact(model.covariance, position, shock.size)
        point = impulse_responses(model.lag_matrices, impact, longest + 1)
        drawn = response_draws(
            model,
            range(shock.draws),
            position=position,
            size=shock.size,
            horizons=longest + 1,
            entropy=shock.entropy,
            innovations=innovations,
        )
        return point[1:, columns], drawn.responses[:, 1:, columns]

    nothing = [float("nan")] * (len(models) * len(matched))
    return [
        _contributions(variant, responses, models, matched) if variant["panel"] in panels else nothing
        for variant in variants
    ]


def _contributions(
    variant: Mapping[str, Any],
    responses: Any,
    models: Mapping[str, Mapping[str, Mapping[str, Array]]],
    matched: Sequence[str],
) -> list[float]:
    quarters = variant["quarters"]
    point, drawn = responses(variant["panel"], variant["lags"], variant["innovations"])
    blocks = weight_blocks(drawn[:, :quarters], matched, *WEIGHTINGS[variant["weighting"]])
    criterion = build_criterion(stack_responses(point[:quarters]), list(blocks), matched)
    parts: list[float] = []
    for dimension, options in models.items():
        path = options[variant[dimension]]
        stacked = np.concatenate([path[name][1 : quarters + 1] for name in matched])
        parts += criterion_parts(criterion, stacked).values()
    return parts
