"""How far a replicated value agrees with a printed one, by rules fixed before the comparison."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Literal, TypeAlias, get_args

from frictions.errors import FrictionsError
from frictions.options import checked_options

Rule = Literal["exact", "close", "sign"]
"""The weakest agreement that counts for an item: printed digits, nearness, or only the sign or direction."""

Verdict = Literal["exact", "close", "sign", "not distinguishable", "differs", "not comparable"]
"""From best to worst; what hangs on a difference below its accuracy is not distinguishable from what is printed."""

Value: TypeAlias = float | bool | str
"""What an item is about: a number, whether a claim holds, or a word such as a quarter."""

Found: TypeAlias = Value | None
"""What the results say; None where what the source dates does not happen."""

RULES: tuple[Rule, ...] = get_args(Rule)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

INPUTS = "Inputs and labels"
"""The part of the scoreboard for what is put in, not found: parameters, samples, names of columns. That they agree is a
check of the settings and no success of a replication, so they are counted apart."""

UNEXPLAINED = "unexplained"
"""The cause of an item that differs where no explanation that was tried holds."""

RELATIVE_TOLERANCE = 0.05
SAMPLING_DEVIATIONS = 2.0

SAME_IN_EVERY_SAMPLE = 1e-10
"""Sampling standard deviations below this are rounding errors."""

_POWER = re.compile(r"(\d+(?:\.\d+)?)\*\*\((\d+)/(\d+)\)")


class NotAVerdict(FrictionsError):
    """A printed or a replicated value cannot be judged by the rule of its item; the message says why."""


@dataclass(frozen=True)
class Printed:
    """A value as it stands in the source.

    Attributes
    ----------
    text : str
        The printed characters.
    value : float, bool or str
        What they say; ``0.96**(1/4)`` is the number 0.98985.
    half_unit : Decimal or None
        Half a unit of the last printed digit; zero for a formula, None for a claim or a word.
    """

    text: str
    value: Value
    half_unit: Decimal | None


def printed(text: str) -> Printed:
    """Read a printed value with its digits.

    Parameters
    ----------
    text : str
        For instance ``-0.220``, ``0.96**(1/4)``, ``true`` or ``1970Q1``.

    Returns
    -------
    Printed

    Examples
    --------
    >>> printed("-0.220").half_unit
    Decimal('0.0005')
    """
    if text in ("true", "false"):
        return Printed(text, text == "true", None)
    if power := _POWER.fullmatch(text):
        base, numerator, denominator = map(float, power.groups())
        return Printed(text, base ** (numerator / denominator), Decimal(0))
    try:
        number = Decimal(text)
    except InvalidOperation:
        return Printed(text, text, None)
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):  # "nan" and "inf" are decimals too
        return Printed(text, text, None)
    return Printed(text, float(text), Decimal(1).scaleb(exponent) / 2)


@checked_options
def verdict(source: Printed, replicated: Found, rule: Rule, sampling_sd: float | None = None) -> Verdict:
    """Judge a replicated value: the best agreement that holds and that the rule admits.

    Parameters
    ----------
    source : Printed
        The printed value.
    replicated : float, bool, str or None
        The value beside it, of the same kind; None, where what the source dates does not happen, differs.
    rule : {"exact", "close", "sign"}
        Weakest agreement that counts. Words are judged by ``exact``, claims by ``sign``.
    sampling_sd : float, optional
        Standard deviation over samples of a simulated moment, for which nearness in its units counts too.

    Returns
    -------
    {"exact", "close", "sign", "differs"}

    Raises
    ------
    NotAVerdict
        If the two values are not of one kind, the rule does not suit it, or the number is not finite.
    """
    if replicated is None:
        return "differs"
    if isinstance(source.value, bool) or isinstance(replicated, bool):
        _require(isinstance(source.value, bool) and isinstance(replicated, bool), source, replicated)
        _require(rule == "sign", source, replicated, "a claim needs the rule 'sign'")
        return "sign" if source.value == replicated else "differs"
    if isinstance(source.value, str) or isinstance(replicated, str):
        _require(isinstance(source.value, str) and isinstance(replicated, str), source, replicated)
        _require(rule == "exact", source, replicated, "a word needs the rule 'exact'")
        return "exact" if source.value == replicated else "differs"
    _require(isfinite(replicated), source, replicated, "the replicated value is not a finite number")
    if _agrees_in_digits(source, replicated):
        return "exact"
    if rule in ("close", "sign") and _is_near(source.value, replicated, sampling_sd):
        return "close"
    # What is zero at the printed digits has no sign.
    if rule == "sign" and source.value * replicated > 0.0 and abs(replicated) > (source.half_unit or 0):
        return "sign"
    return "differs"


def difference(source: Printed, replicated: Found) -> float | None:
    """Replicated less printed value; None where they are not numbers."""
    if replicated is None or isinstance(source.value, bool | str) or isinstance(replicated, bool | str):
        return None
    return replicated - source.value


def _agrees_in_digits(source: Printed, replicated: float) -> bool:
    if not source.half_unit:
        return abs(replicated - float(source.value)) <= 1e-12 * abs(float(source.value))
    # Decimals of the shortest text of the float: 0.1235 is half a unit from 0.123, which its binary value is not.
    return abs(Decimal(repr(float(replicated))) - Decimal(source.text)) <= source.half_unit


def _is_near(value: float, replicated: float, sampling_sd: float | None) -> bool:
    # A number on the edge counts as inside, whichever way its binary digits are rounded.
    distance = abs(replicated - value) / (1.0 + 1e-9)
    if distance <= RELATIVE_TOLERANCE * abs(value):
        return True
    return sampling_sd is not None and isfinite(sampling_sd) and distance <= SAMPLING_DEVIATIONS * sampling_sd


def _require(holds: bool, source: Printed, replicated: Found, why: str = "the two are not of one kind") -> None:
    if not holds:
        raise NotAVerdict(f"printed {source.text!r}, replicated {replicated!r}: {why}")
