"""The embedded vintage: one CSV a series and a Frictionless data package that describes and seals them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from frictions.data.catalogue import SeriesInfo
from frictions.data.files import sha256_of, write_atomically
from frictions.data.gretl_database import Entry
from frictions.data.provenance import Provenance, describe
from frictions.data.store_format import series_bytes
from frictions.data.units import conversion_factor, unit_of_gretl_description
from frictions.errors import FrictionsError

DESCRIPTOR = "datapackage.json"
RETRIEVED = "2022-11-01"
VINTAGE = "gretl-2022c"


class BrokenVintage(FrictionsError):
    """The embedded vintage is not what its data package says; the message names the file."""


@dataclass(frozen=True, eq=False)
class SeriesOfVintage:
    """A series as a vintage has it.

    Attributes
    ----------
    description : str
        In the words of its source.
    units, frequency : str
        Of the values; Q or M.
    values : Series
    """

    description: str
    units: str
    frequency: str
    values: pd.Series


def write_vintage(
    folder: Path, extracted: Mapping[str, tuple[Entry, pd.Series]], info: Mapping[str, SeriesInfo]
) -> None:
    """Write every series of gretl's database and the data package; files of series no longer in it are removed.

    Parameters
    ----------
    folder : Path
        Where to write.
    extracted : mapping
        Index entry and values by code (:func:`frictions.data.gretl_database.extract_series`).
    info : mapping
        Catalogue entries by code.
    """
    header = {
        "profile": "data-package",
        "name": "us-macro-series-gretl-2022c",
        "title": "US macroeconomic series to 2022Q3, from the St. Louis Fed database of gretl 2022c",
        "description": (
            "Series by the Bureau of Economic Analysis, the Bureau of Labor Statistics, the Census Bureau and the "
            "Federal Reserve Board, as collected by the Federal Reserve Bank of St. Louis and shipped by Debian in "
            "gretl-data 2022c-1 (fedstl.idx, fedstl.bin). Values are the shortest decimals that give back the stored "
            "single-precision numbers, about seven digits. Rebuilt by scripts/rebuild_embedded_vintage.py."
        ),
        "version": "2022c-1",
        "created": f"{RETRIEVED}T00:00:00Z",
        "licenses": [{"name": "other-pd", "title": "Public domain (works of the United States government)"}],
        "sources": [{"title": "Debian package gretl-data 2022c-1, usr/share/gretl/db/fedstl.idx and fedstl.bin"}],
    }
    series = {
        # The unit is the database's own.
        code: SeriesOfVintage(entry.description, unit_of_gretl_description(entry.description), entry.frequency, values)
        for code, (entry, values) in extracted.items()
    }
    write_package(folder, header, series, info)


def write_package(
    folder: Path, header: Mapping[str, Any], series: Mapping[str, SeriesOfVintage], info: Mapping[str, SeriesInfo]
) -> None:
    """Write every series of a vintage and its data package; files of series no longer in it are removed.

    Parameters
    ----------
    folder : Path
        Where to write.
    header : mapping
        Fields of the data package besides its resources.
    series : mapping
        By code.
    info : mapping
        Catalogue entries by code.

    Raises
    ------
    UnknownUnit
        If a series has a unit that does not convert to the catalogue's.
    """
    resources = []
    for code, one in series.items():
        content = series_bytes(one.values)
        write_atomically(folder / f"{code}.csv", content)
        resources.append(_resource(info[code], one, content))
    package = {**header, "resources": resources}
    write_atomically(folder / DESCRIPTOR, (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode())
    for path in folder.glob("*.csv"):
        if path.stem not in series:
            path.unlink()


def read_descriptor(folder: Path) -> dict[str, dict[str, Any]]:
    """Resources of the data package by code.

    Raises
    ------
    BrokenVintage
        If the descriptor is missing or not readable.
    """
    path = folder / DESCRIPTOR
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        return {resource["code"]: resource for resource in package["resources"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenVintage(f"{path}: not a data package of series ({type(error).__name__})") from None


def sealed_resource(path: Path, info: SeriesInfo) -> dict[str, Any]:
    """What the data package says of a series, after checking the seal of its file.

    Parameters
    ----------
    path : Path
        The series' file in the vintage.
    info : SeriesInfo
        Catalogue entry.

    Returns
    -------
    dict
        The resource; ``units`` is the unit that the vintage itself states.

    Raises
    ------
    BrokenVintage
        If the file is not the one that the data package seals.
    """
    resource = read_descriptor(path.parent).get(info.code)
    if resource is None:
        raise BrokenVintage(f"{path.parent / DESCRIPTOR}: it does not list series {info.code}")
    if f"sha256:{sha256_of(path.read_bytes())}" != resource["hash"]:
        raise BrokenVintage(f"{path}: its SHA-256 is not the one in {DESCRIPTOR}")
    return resource


def vintage_provenance(path: Path, info: SeriesInfo, content: bytes, units: str, frequency: str) -> Provenance:
    """Provenance of a series of the embedded vintage.

    Parameters
    ----------
    path : Path
        The series' file in the vintage.
    info : SeriesInfo
        Catalogue entry.
    content : bytes
        What is about to be stored.
    units, frequency : str
        Of the values.
    """
    return describe(
        info,
        content,
        source="embedded",
        origin=f"{path.parent.name}/{path.name}",
        units=units,
        frequency=frequency,
        vintage=path.parent.name,
        retrieved=_created(path.parent),
    )


def _created(folder: Path) -> str:
    """Day on which a vintage was made, as its data package says."""
    return str(json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))["created"])[:10]


def _resource(info: SeriesInfo, one: SeriesOfVintage, content: bytes) -> dict[str, Any]:
    # The unit must be one that the catalogue's formulas can be given.
    conversion_factor(one.units, info.units)
    return {
        "profile": "tabular-data-resource",
        "name": info.code.lower(),
        "path": f"{info.code}.csv",
        "title": info.title,
        "description": one.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256_of(content)}",
        "code": info.code,
        "units": one.units,
        "frequency": one.frequency,
        "seasonal_adjustment": info.seasonal_adjustment,
        "publisher": info.publisher,
        "rights": info.rights,
        "first": str(one.values.index[0]),
        "last": str(one.values.index[-1]),
        "licenses": [{"name": "other-pd", "title": "Public domain (work of the United States government)"}],
        "schema": {
            "fields": [
                {"name": "date", "type": "date", "description": "First day of the period"},
                {"name": "value", "type": "number", "description": one.units},
            ],
            "primaryKey": ["date"],
            "missingValues": [""],
        },
    }
