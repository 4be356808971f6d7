"""Responses of the model in the order of the matching criterion; apart, because it needs no model."""

from collections.abc import Mapping

import numpy as np

from frictions.arrays import Array
from frictions.matching.target import MATCHED_HORIZONS, MATCHED_VARIABLES


def matched_paths(paths: Mapping[str, Array]) -> dict[str, Array]:
    """The model's counterparts of ``MATCHED_VARIABLES``, in their order.

    Parameters
    ----------
    paths : mapping of str to (T,) array
        Variables of ``common_block.VARIABLES`` from the impact quarter on.

    Returns
    -------
    dict of str to (T,) array
        The model's unit labour cost is its real wage.
    """
    series = (
        paths["output"],
        paths["inflation"],
        paths["consumption"],
        paths["inventories"] - paths["sales"],
        paths["inventories"],
        paths["real_wage"],
    )
    return dict(zip(MATCHED_VARIABLES, series, strict=True))


def stacked_responses(paths: Mapping[str, Array]) -> Array:
    """Stack responses of the common block in the order and units of the matching criterion (1.43).

    Parameters
    ----------
    paths : mapping of str to (T,) or (T, p) array
        Variables of ``common_block.VARIABLES`` from the impact quarter on, T of 16 or more; or p paths of each.

    Returns
    -------
    (90,) or (90, p) array
        The series of :func:`matched_paths` one after the other, quarters 1 to 15 after the shock of each.
    """
    return np.concatenate([path[list(MATCHED_HORIZONS)] for path in matched_paths(paths).values()])
