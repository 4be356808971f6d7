"""Responses of the model in the order of the matching criterion; apart, because it needs no model."""

from collections.abc import Mapping

import numpy as np

from frictions.arrays import Array
from frictions.matching.target import MATCHED_HORIZONS


def stacked_responses(paths: Mapping[str, Array]) -> Array:
    """Stack responses of the common block in the order and units of the matching criterion (1.43).

    Parameters
    ----------
    paths : mapping of str to (T,) array
        Variables of ``common_block.VARIABLES`` from the impact quarter on, T of 16 or more.

    Returns
    -------
    (90,) array
        The series of ``MATCHED_VARIABLES`` one after the other, quarters 1 to 15 after the shock of each. The model's
        unit labour cost is its real wage.
    """
    series = (
        paths["output"],
        paths["inflation"],
        paths["consumption"],
        paths["inventories"] - paths["sales"],
        paths["inventories"],
        paths["real_wage"],
    )
    return np.concatenate([path[list(MATCHED_HORIZONS)] for path in series])
