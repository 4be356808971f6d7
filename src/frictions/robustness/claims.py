"""Claims about the responses of the VAR: a number read off a response or its band, and whether the claim holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.options import checked_fields
from frictions.robustness.estimation import Responses

Side = Literal["point", "lower", "upper", "distance"]
"""What a claim is about: the response, an end of its band, or how far the band lies from zero (negative where it holds
zero)."""

Take = Literal[
    "maximum", "minimum", "peak_quarter", "trough_quarter", "last_quarter_before_fall", "first_quarter_outside"
]


class WrongClaim(FrictionsError):
    """A claim that cannot be read; the message names it."""


@checked_fields
@dataclass(frozen=True)
class Claim:
    """A statement that holds or does not in each specification.

    Attributes
    ----------
    name, text : str
        The text is a full sentence.
    variable : str
    quarters : tuple of int
        First and last quarter after the shock that are looked at; the shock is in quarter 0.
    of : Side
    take : Take
        How the path becomes a number.
    above, below : float or None
        The claim holds where the number lies strictly above, or below; with both, between. A claim that dates something
        does not hold where it never happens.
    item : str or None
        The item of the scoreboard with the same definition.
    """

    name: str
    text: str
    variable: str
    quarters: tuple[int, int]
    of: Side
    take: Take
    above: float | None = None
    below: float | None = None
    item: str | None = None

    def __post_init__(self) -> None:
        """Check what the types leave open.

        Raises
        ------
        WrongClaim
        """
        if self.above is None and self.below is None:
            raise WrongClaim(f"claim {self.name}: say above or below which number it holds")
        if not 0 <= self.quarters[0] <= self.quarters[1]:
            raise WrongClaim(f"claim {self.name}: quarters {list(self.quarters)} are no span")
        if self.dates and self.of == "distance" and self.take != "first_quarter_outside":
            raise WrongClaim(f"claim {self.name}: {self.take} is of a response, not of the distance of a band")

    @property
    def dates(self) -> bool:
        """Whether its number is a quarter."""
        return "quarter" in self.take


@dataclass(frozen=True)
class Reading:
    """What a specification says about a claim.

    Attributes
    ----------
    value : float
        Unit of the variable, or a quarter; not a number where what is dated does not happen.
    lower, upper : float
        The band in the quarter that the value is read from; not a number for quarters and distances.
    holds : bool
    """

    value: float
    lower: float
    upper: float
    holds: bool


def claims_of(settings: Mapping[str, Mapping[str, Any]]) -> list[Claim]:
    """Claims by name, as ``config/robustness.yaml`` has them.

    Raises
    ------
    FrictionsError
        If one is no claim.
    """
    return [
        Claim(
            name,
            entry["text"],
            entry["variable"],
            (entry["quarters"][0], entry["quarters"][1]),
            entry.get("of", "point"),
            entry["take"],
            entry["holds"].get("above"),
            entry["holds"].get("below"),
            entry.get("item"),
        )
        for name, entry in settings.items()
    ]


def read_claim(claim: Claim, responses: Responses) -> Reading:
    """Read a claim off the responses of one specification.

    Raises
    ------
    WrongClaim
        If the variable is not in the VAR, or the responses end before its quarters do.
    """
    if claim.variable not in responses.names:
        raise WrongClaim(f"claim {claim.name}: {claim.variable} is no variable of the VAR")
    first, last = claim.quarters
    if last >= len(responses.point):
        raise WrongClaim(f"claim {claim.name}: the responses end in quarter {len(responses.point) - 1}")
    column, span = responses.names.index(claim.variable), slice(first, last + 1)
    point, lower, upper = (path[span, column] for path in (responses.point, responses.lower, responses.upper))
    distance = np.maximum(lower, -upper)
    path = {"point": point, "lower": lower, "upper": upper, "distance": distance}[claim.of]
    place = _place(claim.take, path, distance)
    if place is None:
        return Reading(np.nan, np.nan, np.nan, False)
    value = float(first + place) if claim.dates else float(path[place])
    band = (float(lower[place]), float(upper[place])) if claim.of == "point" and not claim.dates else (np.nan, np.nan)
    holds = (claim.above is None or value > claim.above) and (claim.below is None or value < claim.below)
    return Reading(value, *band, holds)


def _place(take: str, path: Array, distance: Array) -> int | None:
    """Where on a path the number is read."""
    if take in ("maximum", "peak_quarter"):
        return int(path.argmax())
    if take in ("minimum", "trough_quarter"):
        return int(path.argmin())
    where = np.flatnonzero(path < 0.0) - 1 if take == "last_quarter_before_fall" else np.flatnonzero(distance > 0.0)
    return int(where[0]) if where.size and where[0] >= 0 else None


def readings_of(claims: Sequence[Claim], responses: Responses) -> list[Reading]:
    """Read every claim, in order."""
    return [read_claim(claim, responses) for claim in claims]
