"""Where a series came from: the record that lies beside every stored series."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from frictions.data.catalogue import SeriesInfo
from frictions.data.files import sha256_of, write_atomically
from frictions.errors import FrictionsError


class BadProvenance(FrictionsError):
    """A provenance file that cannot be read; the message names it."""


@dataclass(frozen=True)
class Provenance:
    """Origin of one series.

    Parameters
    ----------
    series : str
        Catalogue code.
    source : str
        ``embedded``, ``directory``, ``fred_qd``, ``fred`` or ``bea``.
    vintage : str or None
        Name of the vintage, where the source has vintages.
    origin : str
        File or address it was read from, free of keys.
    sha256 : str
        Of the stored ``date,value`` file.
    retrieved : str or None
        When the content came from its publisher (ISO 8601), where known.
    title, seasonal_adjustment, publisher, rights : str
        As in the catalogue.
    units, frequency : str
        Of the stored values, as they came.
    stale : str or None
        Why an older copy stands in for a failed pull, where it does.
    taken_as : str or None
        What of a user's file was taken for what: columns, sheet, order of day and month.
    """

    series: str
    source: str
    vintage: str | None
    origin: str
    sha256: str
    retrieved: str | None
    title: str
    units: str
    frequency: str
    seasonal_adjustment: str
    publisher: str
    rights: str
    stale: str | None = None
    taken_as: str | None = None


def describe(
    info: SeriesInfo,
    content: bytes,
    *,
    source: str,
    origin: str,
    units: str,
    frequency: str,
    vintage: str | None = None,
    retrieved: str | None = None,
) -> Provenance:
    """Provenance of a stored file whose content is known."""
    return Provenance(
        series=info.code,
        source=source,
        vintage=vintage,
        origin=origin,
        sha256=sha256_of(content),
        retrieved=retrieved,
        title=info.title,
        units=units,
        frequency=frequency,
        seasonal_adjustment=info.seasonal_adjustment,
        publisher=info.publisher,
        rights=info.rights,
    )


def marked_stale(provenance: Provenance, reason: str) -> Provenance:
    """Say in a record why the copy was kept after a failed pull."""
    return replace(provenance, stale=reason)


def provenance_bytes(provenance: Provenance) -> bytes:
    """Give the record as JSON text, keys in the order of the class."""
    return (json.dumps(asdict(provenance), indent=2, ensure_ascii=False) + "\n").encode()


def write_provenance(provenance: Provenance, path: Path) -> None:
    """Write the record atomically."""
    write_atomically(path, provenance_bytes(provenance))


def read_provenance(path: Path) -> Provenance:
    """Read a record.

    Raises
    ------
    BadProvenance
        If the file is missing, not JSON or lacks a field.
    """
    try:
        entry: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        # Records that were stored before `taken_as` was known are as good as later ones.
        entry = {"taken_as": None, **entry}
        return Provenance(**{field.name: entry[field.name] for field in fields(Provenance)})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadProvenance(f"{path}: not a provenance file ({type(error).__name__}: {error})") from None
