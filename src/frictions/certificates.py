"""The proof that goes with a solution: residuals and errors, each with the bound that it must keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from frictions.errors import FrictionsError


class CertificateFailed(FrictionsError):
    """A solution does not keep the bounds that it must keep; the message names the quantity."""


@dataclass(frozen=True)
class CertificateRow:
    """One checked quantity.

    Attributes
    ----------
    quantity : str
    value : float
    bound : float
        The solution counts only if ``|value| <= bound``.
    """

    quantity: str
    value: float
    bound: float

    @property
    def holds(self) -> bool:
        """Whether the value is finite and within its bound."""
        return isfinite(self.value) and abs(self.value) <= self.bound


def certify(
    quantities: Mapping[str, tuple[float, float]], remedies: Mapping[str, str] | None = None
) -> list[CertificateRow]:
    """Check (value, bound) pairs by name.

    Parameters
    ----------
    quantities : mapping
        Value and bound by name.
    remedies : mapping, optional
        What a user can do about a quantity that exceeds its bound, by name; it ends the message.

    Raises
    ------
    CertificateFailed
        If a value is not finite or exceeds its bound.
    """
    rows = [CertificateRow(name, float(value), float(bound)) for name, (value, bound) in quantities.items()]
    for row in rows:
        if not row.holds:
            remedy = (remedies or {}).get(row.quantity)
            said = f"{row.quantity} is {row.value:.3g}, beyond its bound {row.bound:.3g}"
            raise CertificateFailed(f"{said}; {remedy}" if remedy else said)
    return rows
