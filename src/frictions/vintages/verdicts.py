"""When a number or a claim counts as replicated; the rules were fixed before anything was compared."""

from typing import Literal

Verdict = Literal["exact", "close", "sign", "differs", "holds", "does not hold"]
"""For numbers the first four, for claims in words the last two."""

CLOSE = 0.05
"""Largest relative difference of a number that counts as close."""


def number_verdict(value: float, published: float, digits: int) -> Verdict:
    """Judge a replicated number.

    Parameters
    ----------
    value, published : float
    digits : int
        Digits after the point that the source prints.

    Returns
    -------
    str
        ``exact`` within half a unit of the last printed digit, ``close`` within 5 percent, ``sign`` with the same
        sign, else ``differs``; NaN differs.
    """
    # A number on the edge counts as inside, whichever way its binary digits are rounded.
    difference = abs(value - published) / (1.0 + 1e-9)
    if difference <= 0.5 * 10.0**-digits:
        return "exact"
    if difference <= CLOSE * abs(published):
        return "close"
    return "sign" if value * published > 0.0 else "differs"


def claim_verdict(holds: bool) -> Verdict:
    """Judge a claim in words."""
    return "holds" if holds else "does not hold"
