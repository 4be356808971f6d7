"""The ``live`` source: pull, check, and only then replace the last good copy."""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from frictions.data.bea import KEY_VARIABLE, bea_address, fetch_bea
from frictions.data.catalogue import Catalogue, SeriesInfo
from frictions.data.files import sha256_of
from frictions.data.fred import fetch_fred
from frictions.data.fred_qd import fetch_fred_qd, fred_qd_address, parse_fred_qd
from frictions.data.http import PullFailed
from frictions.data.layout import BadSeriesFile
from frictions.data.plausible import ImplausibleValue
from frictions.data.provenance import Provenance, describe, marked_stale
from frictions.data.rate_limit import Ledger, locked
from frictions.data.readers import parse_series
from frictions.data.received import check_received, received_unit
from frictions.data.settings import DataSettings
from frictions.data.store import Kept, is_fresh, kept_copy, mark_checked, refuse_worse, replace_copy
from frictions.data.store_format import series_bytes
from frictions.data.units import UnknownUnit

FRED_QD = "fred_qd"


def current_time() -> datetime:
    """Tell the time, in UTC and whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class Puller:
    """What every live pull needs.

    Parameters
    ----------
    catalogue : Catalogue
        The catalogue.
    options : DataSettings
        The settings under ``data``.
    store : Path
        Folder of the last good copies.
    environment : mapping
        Where the key of the BEA's API is looked up.
    log : logging.Logger
        Takes the warning about a kept copy.
    now : callable
        The time.
    """

    catalogue: Catalogue
    options: DataSettings
    store: Path
    environment: Mapping[str, str]
    log: logging.Logger
    now: Callable[[], datetime] = current_time


def pull_live(puller: Puller, code: str, source: str) -> tuple[bytes, Provenance]:
    """Bring one series up to date from FRED or the BEA's API.

    Parameters
    ----------
    puller : Puller
        Settings and surroundings.
    code : str
        Catalogue code.
    source : {"fred", "bea"}
        Which one has it.

    Returns
    -------
    bytes
        The stored file, ``date,value``.
    Provenance
        Its record; ``stale`` says why if an older copy stands in.

    Raises
    ------
    PullFailed
        If the pull fails and there is no kept copy, or ``data.on_failure`` is ``stop``.
    """
    info = puller.catalogue.series[code]

    def fetch(kept: Kept | None) -> tuple[bytes, Provenance]:
        settings = puller.options.live
        if source == "fred":
            ledger = Ledger(puller.store / ".fred_requests.json")
            series = fetch_fred(info, puller.catalogue.code_of, settings, ledger)
            origin = f"{settings.fred_url}?id={info.fred}"
        elif info.bea is not None:
            key = puller.environment.get(KEY_VARIABLE, "").strip()
            series = fetch_bea(info, key, settings, Ledger(puller.store / ".bea_requests.json"))
            origin = bea_address(info.bea, settings)
        else:
            raise PullFailed(f"no live source {source!r}")
        if code not in puller.options.allow_shorter:
            refuse_worse(series, _kept_series(kept, info, puller), settings.minimum_values)
        # The BEA states its unit in the reply, and the reader has brought it to the catalogue's.
        units = info.units if source == "bea" else _checked_unit(series, info, puller.options)
        _refuse_implausible(series, info, units)
        content = series_bytes(series)
        record = describe(
            info,
            content,
            source=source,
            origin=origin,
            units=units,
            frequency=_letter(series),
            retrieved=_stamp(puller.now()),
        )
        return content, record

    return _refresh(puller, code, f"series {code}", fetch)


def pull_fred_qd(puller: Puller, codes: Collection[str]) -> tuple[bytes, Provenance]:
    """Bring the FRED-QD file up to date.

    Parameters
    ----------
    puller : Puller
        Settings and surroundings.
    codes : collection of str
        Catalogue codes that are needed from it.

    Returns
    -------
    bytes
        The file as published.
    Provenance
        Its record, under the name ``fred_qd``.

    Raises
    ------
    PullFailed
        As :func:`pull_live`.
    """
    options = puller.options
    vintage = options.vintage or options.live.fred_qd_current

    def fetch(kept: Kept | None) -> tuple[bytes, Provenance]:
        content = fetch_fred_qd(options.vintage, codes, puller.catalogue, options.live)
        for code, series in parse_fred_qd(content, codes, puller.catalogue).items():
            info = puller.catalogue.series[code]
            _refuse_implausible(series, info, _checked_unit(series, info, options))
            if {FRED_QD, code} & set(options.allow_shorter):
                continue
            earlier = None if kept is None else _kept_fred_qd(kept, code, puller.catalogue)
            try:
                refuse_worse(series, earlier, options.live.minimum_values)
            except PullFailed as failure:
                raise PullFailed(f"series {code}: {failure}") from None
        record = Provenance(
            series=FRED_QD,
            source=FRED_QD,
            vintage=vintage,
            origin=fred_qd_address(options.vintage, options.live),
            sha256=sha256_of(content),
            retrieved=_stamp(puller.now()),
            title="FRED-QD: a quarterly database for macroeconomic research",
            units="",
            frequency="Q",
            seasonal_adjustment="",
            publisher="Federal Reserve Bank of St. Louis (McCracken and Ng)",
            rights="by series",
        )
        return content, record

    return _refresh(puller, f"{FRED_QD}_{vintage}", f"FRED-QD {vintage}", fetch)


def _refresh(
    puller: Puller, name: str, title: str, fetch: Callable[[Kept | None], tuple[bytes, Provenance]]
) -> tuple[bytes, Provenance]:
    """Ask unless the copy is fresh; keep the copy if what comes is not good."""
    with locked(puller.store / f".{name}.lock"):
        kept, now = kept_copy(puller.store, name), puller.now()
        fresh = is_fresh(puller.store, name, puller.options.max_age, now)
        if fresh and kept is not None and kept.provenance is not None:
            return kept.content, kept.provenance
        try:
            content, record = _fetched(fetch, kept)
        except PullFailed as failure:
            if kept is None:
                raise PullFailed(f"{title}: {failure}; there is no earlier copy in {puller.store}") from None
            days = (now - kept.retrieved).total_seconds() / 86400
            message = f"{title}: {failure}; the last good copy is {days:.1f} days old ({_stamp(kept.retrieved)})"
            if puller.options.on_failure == "stop" or kept.provenance is None:
                raise PullFailed(f"{message} and stays in {puller.store}") from None
            puller.log.warning("%s and is used", message)
            return kept.content, marked_stale(kept.provenance, str(failure))
        record = replace_copy(puller.store, name, content, record)
        mark_checked(puller.store, name, now)
        return content, record


def _fetched(fetch: Callable[[Kept | None], tuple[bytes, Provenance]], kept: Kept | None) -> tuple[bytes, Provenance]:
    """What is fetched; whatever goes wrong is a failed pull, so that a reply nobody thought of does not end the run."""
    try:
        return fetch(kept)
    except PullFailed:
        raise
    except Exception as error:
        # Without its words, which may quote the address and a key in it.
        raise PullFailed(f"the reply cannot be used ({type(error).__name__})") from error


def _kept_series(kept: Kept | None, info: SeriesInfo, puller: Puller) -> pd.Series | None:
    """Read the kept series; a copy that cannot be read holds nothing worth keeping."""
    if kept is None:
        return None
    try:
        return parse_series(kept.content, "kept copy", info.code, info, puller.catalogue.code_of)
    except BadSeriesFile:
        return None


def _kept_fred_qd(kept: Kept, code: str, catalogue: Catalogue) -> pd.Series | None:
    try:
        return parse_fred_qd(kept.content, [code], catalogue)[code]
    except PullFailed:
        return None


def _checked_unit(series: pd.Series, info: SeriesInfo, options: DataSettings) -> str:
    try:
        return received_unit(series, info, options.units)
    except UnknownUnit as problem:
        raise PullFailed(str(problem)) from None


def _refuse_implausible(series: pd.Series, info: SeriesInfo, units: str) -> None:
    try:
        check_received(series, info, units, "reply")
    except (ImplausibleValue, UnknownUnit) as problem:
        raise PullFailed(str(problem)) from None


def series_from_fred_qd(
    content: bytes, file: Provenance, info: SeriesInfo, catalogue: Catalogue, stated: Mapping[str, str]
) -> tuple[pd.Series, Provenance]:
    """One series out of a FRED-QD file, with a record that points at the file.

    Parameters
    ----------
    content : bytes
        The file.
    file : Provenance
        Its record.
    info : SeriesInfo
        The series.
    catalogue : Catalogue
        Mnemonics.
    stated : mapping
        The setting ``data.units``.

    Raises
    ------
    PullFailed
        If the file does not hold it.
    UnknownUnit
        If its unit is not known.
    ImplausibleValue
        If its values cannot be what the catalogue says they are.
    """
    series = parse_fred_qd(content, [info.code], catalogue)[info.code]
    units = received_unit(series, info, stated)
    check_received(series, info, units, FRED_QD)
    record = describe(
        info,
        series_bytes(series),
        source=FRED_QD,
        origin=file.origin,
        units=units,
        frequency=_letter(series),
        vintage=file.vintage,
        retrieved=file.retrieved,
    )
    return series, replace(record, stale=file.stale)


def _letter(series: pd.Series) -> str:
    return "Q" if series.index.freqstr.startswith("Q") else "M"


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
