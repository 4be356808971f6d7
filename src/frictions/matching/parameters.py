"""Named, bounded parameters of an estimation."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError


class InvalidParameter(FrictionsError):
    """A parameter's description or value is not admissible; the message names the parameter."""


@dataclass(frozen=True)
class Parameter:
    """One estimated parameter.

    Parameters
    ----------
    name : str
        The name used in tables and errors.
    symbol : str
        The symbol of the source.
    lower, upper : float
        Bounds of the estimate, in the parameter's own unit.
    start_lower, start_upper : float
        Range from which multi-start points are drawn; lies within the bounds.

    Raises
    ------
    InvalidParameter
        If a number is not finite or the ranges are empty or not nested.
    """

    name: str
    symbol: str
    lower: float
    upper: float
    start_lower: float
    start_upper: float

    def __post_init__(self) -> None:
        numbers = (self.lower, self.start_lower, self.start_upper, self.upper)
        if not all(np.isfinite(numbers)):
            raise InvalidParameter(f"{self.name}: bounds and start range must be finite, got {numbers}")
        if not self.lower < self.upper or not self.lower <= self.start_lower <= self.start_upper <= self.upper:
            raise InvalidParameter(
                f"{self.name}: need lower <= start_lower <= start_upper <= upper and lower < upper, got {numbers}"
            )


def bounds_of(parameters: Sequence[Parameter]) -> tuple[Array, Array]:
    """Lower and upper bounds as two (p,) arrays, in the order of ``parameters``.

    Raises
    ------
    InvalidParameter
        If there is no parameter or a name occurs twice.
    """
    names = [parameter.name for parameter in parameters]
    if not names:
        raise InvalidParameter("no parameter to estimate")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InvalidParameter(f"parameter named more than once: {', '.join(twice)}")
    lower = np.array([parameter.lower for parameter in parameters], dtype=np.float64)
    upper = np.array([parameter.upper for parameter in parameters], dtype=np.float64)
    return lower, upper


def check_within_bounds(point: Array, parameters: Sequence[Parameter]) -> None:
    """Raise unless ``point`` (p,) has one finite entry within the bounds for each parameter.

    Raises
    ------
    InvalidParameter
        Names the parameter, its value and its bounds.
    """
    if point.shape != (len(parameters),):
        raise InvalidParameter(f"expected {len(parameters)} parameter values, got shape {point.shape}")
    for value, parameter in zip(point, parameters, strict=True):
        # The negated form also catches NaN.
        if not parameter.lower <= value <= parameter.upper:
            raise InvalidParameter(
                f"{parameter.name} = {value:g} is outside [{parameter.lower:g}, {parameter.upper:g}]"
            )
