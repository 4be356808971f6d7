"""Starting points of a multi-start search."""

from collections.abc import Sequence

import numpy as np

from frictions.arrays import Array
from frictions.matching.parameters import InvalidParameter, Parameter


def sobol_starts(parameters: Sequence[Parameter], count: int, seed: np.random.SeedSequence) -> Array:
    """Scrambled Sobol points in the start ranges of the parameters.

    Parameters
    ----------
    parameters : sequence of p Parameter
        Their ``start_lower`` and ``start_upper`` span the box, which may be smaller than the bounds.
    count : int
        Number of points; a power of two keeps the balance of the sequence.
    seed : numpy.random.SeedSequence
        Source of the scrambling; the same seed gives the same points.

    Returns
    -------
    (count, p) array

    Raises
    ------
    InvalidParameter
        If ``count`` is not positive or there is no parameter.
    """
    if count < 1 or not parameters:
        raise InvalidParameter(f"need one start and one parameter or more, got {count} and {len(parameters)}")
    # Half a second that jobs which draw no starts should not pay.
    from scipy.stats import qmc

    sampler = qmc.Sobol(len(parameters), scramble=True, rng=np.random.default_rng(seed))
    points = sampler.random_base2(int(np.ceil(np.log2(count))))[:count]
    low = np.array([parameter.start_lower for parameter in parameters])
    high = np.array([parameter.start_upper for parameter in parameters])
    return low + (high - low) * points
