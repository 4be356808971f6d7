"""Pull one series from whichever source the plan names, and assemble what was pulled."""

import os
from collections.abc import Mapping
from dataclasses import asdict, replace
from logging import Logger
from pathlib import Path
from typing import Any

import pandas as pd

from frictions.data.catalogue import Catalogue
from frictions.data.embedded import sealed_resource, vintage_provenance
from frictions.data.forms import form_of
from frictions.data.live import FRED_QD, Puller, pull_live, series_from_fred_qd
from frictions.data.plan import Plan, exactness, series_needed
from frictions.data.provenance import Provenance, describe, read_provenance
from frictions.data.pulls import Pull
from frictions.data.readers import read_file, read_series
from frictions.data.received import check_received, in_catalogue_unit, received_unit
from frictions.data.settings import DataSettings
from frictions.data.store_format import series_bytes
from frictions.errors import FrictionsError


class MissingPull(FrictionsError):
    """A series that the plan needs was not pulled; the message names it."""


def pull_series(
    catalogue: Catalogue, pull: Pull, options: DataSettings, log: Logger, root: Path = Path()
) -> tuple[bytes, Provenance]:
    """Pull one series.

    Parameters
    ----------
    catalogue : Catalogue
        The catalogue.
    pull : Pull
        Series, source and file.
    options : DataSettings
        The settings under ``data``.
    log : Logger
        Takes warnings.
    root : Path
        Folder that the store's path starts from.

    Returns
    -------
    bytes
        The file to write, ``date,value``.
    Provenance
        Its record.

    Raises
    ------
    FrictionsError
        If the file is not usable or the live source fails with no copy to fall back on.
    """
    info = catalogue.series[pull.series]
    if pull.source in ("fred", "bea"):
        puller = Puller(catalogue, options, root / options.store, os.environ, log)
        return pull_live(puller, pull.series, pull.source)
    if pull.path is None:
        raise MissingPull(f"series {pull.series}: no file to read it from")
    path = Path(pull.path)
    if pull.source == FRED_QD:
        file = read_provenance(path.with_suffix(".json"))
        series, record = series_from_fred_qd(path.read_bytes(), file, info, catalogue, options.units)
        return series_bytes(series), record
    reading = read_file(path, info, catalogue.code_of, form=form_of(path, options.forms))
    series = reading.series
    content = series_bytes(series)
    frequency = "Q" if series.index.freqstr.startswith("Q") else "M"
    if pull.source == "embedded":
        units = str(sealed_resource(path, info)["units"])
        record = vintage_provenance(path, info, content, units, frequency)
    else:
        units = received_unit(series, info, options.units)
        vintage = options.vintage or path.stem
        record = describe(
            info, content, source="directory", origin=pull.path, units=units, frequency=frequency, vintage=vintage
        )
        record = replace(record, taken_as=reading.taken_as)
    check_received(series, info, units, pull.path)
    return content, record


def assemble_series(
    catalogue: Catalogue, plan: Plan, pulled: Mapping[str, Path]
) -> tuple[pd.DataFrame, dict[str, dict[str, Any]]]:
    """Put the pulled series side by side, quarterly and in the catalogue's units, and otherwise untransformed.

    Parameters
    ----------
    catalogue : Catalogue
        Says how months become quarters.
    plan : Plan
        Which series are used, and whether exactly.
    pulled : mapping
        Pulled file by code; its record lies beside it.

    Returns
    -------
    DataFrame
        One column a series, PeriodIndex ``quarter``.
    dict
        Record by code, with ``aggregation``, ``units_received``, ``exact`` and ``reason``; ``units`` are those of the
        table.

    Raises
    ------
    MissingPull
        If a series of the plan is not among the pulled.
    FrictionsError
        If a file or its record is not readable.
    """
    columns, records = {}, {}
    exact = exactness(plan)
    for code in series_needed(plan):
        if code not in pulled:
            raise MissingPull(f"series {code}: it was not pulled")
        info = catalogue.series[code]
        series = read_series(pulled[code], info, catalogue.code_of)
        record = read_provenance(pulled[code].with_suffix(".json"))
        columns[code] = in_catalogue_unit(series, info, record.units)
        aggregation = info.aggregation if record.frequency == "M" else "none"
        records[code] = asdict(record) | {
            "units": info.units,
            "units_received": record.units,
            "aggregation": aggregation,
            "exact": exact[code][0],
            "reason": exact[code][1],
        }
    first = min(series.index[0] for series in columns.values() if len(series))
    last = max(series.index[-1] for series in columns.values() if len(series))
    quarters = pd.period_range(first, last, freq="Q", name="quarter")
    return pd.DataFrame({code: series.reindex(quarters) for code, series in columns.items()}), records
