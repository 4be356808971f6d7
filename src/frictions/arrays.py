"""Array types used in signatures."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
"""A floating-point array; its shape is in the docstring of the function that takes or returns it."""
