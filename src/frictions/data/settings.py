"""The settings under ``data`` in the configuration, checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frictions.data.forms import FileForm, load_forms
from frictions.errors import FrictionsError

SOURCES = ("embedded", "directory", "live")
ON_FAILURE = ("keep", "stop")


class BadSetting(FrictionsError):
    """A setting under ``data`` that cannot be used; the message names it."""


@dataclass(frozen=True)
class LiveSettings:
    """How to reach the live sources.

    Parameters
    ----------
    fred_qd_url : str
        Address of FRED-QD; ``{vintage}`` stands for the vintage.
    fred_qd_current : str
        What stands for the vintage where none is set.
    fred_url : str
        FRED's address for one series as CSV.
    bea_url : str
        Address of the BEA's API.
    bea : bool
        Whether to use series that only the BEA's API has (needs ``BEA_API_KEY`` in the environment).
    start : str
        First date to ask FRED for.
    timeout : float
        Seconds to wait for a connection or for the next part of a reply.
    deadline : float
        Seconds for one whole reply.
    attempts : int
        How often to try.
    backoff : float
        Seconds before the second attempt; each further wait is twice as long, up to a minute.
    max_bytes : int
        Largest reply to accept.
    minimum_values : int
        Fewest values that a whole series may have; a shorter reply is a fragment.
    user_agent : str
        What the requests say they come from.
    """

    fred_qd_url: str = (
        "https://www.stlouisfed.org/-/media/project/frbstl/stlouisfed/research/fred-md/quarterly/{vintage}.csv"
    )
    fred_qd_current: str = "current"
    fred_url: str = "https://fred.stlouisfed.org/graph/fredgraph.csv"
    bea_url: str = "https://apps.bea.gov/api/data/"
    bea: bool = False
    start: str = "1947-01-01"
    timeout: float = 30.0
    deadline: float = 120.0
    attempts: int = 4
    backoff: float = 1.0
    max_bytes: int = 50_000_000
    minimum_values: int = 40
    user_agent: str = "frictions (replication pipeline; python-requests)"


@dataclass(frozen=True)
class DataSettings:
    """The settings under ``data``.

    Parameters
    ----------
    source : {"embedded", "directory", "live"}
        Where series come from.
    embedded : tuple of str
        Folders of embedded vintages, the first ones first.
    directory : tuple of str
        Files and folders of the ``directory`` source, the first ones first.
    vintage : str or None
        Part of a file's name (``directory``) or FRED-QD's vintage (``live``).
    suppliers : mapping
        Position of the supplier to take, by concept, in place of the first available.
    units : mapping
        Unit that the source has a series in, by code, where the catalogue cannot know it.
    forms : mapping
        What is stated about files of the ``directory`` source, by name of the file.
    store : str
        Folder that keeps the last good copy of every live series.
    max_age : float
        Days during which a live series is not asked for again.
    on_failure : {"keep", "stop"}
        Whether a failed pull falls back on the kept copy (with a warning) or stops the run.
    allow_shorter : tuple of str
        Codes that may end earlier or start later than the kept copy, ``fred_qd`` for the whole file.
    live : LiveSettings
        Addresses and patience.
    """

    source: str = "embedded"
    embedded: tuple[str, ...] = ("data/vintages/fred-md-2026-08", "data/vintages/gretl-2022c")
    directory: tuple[str, ...] = ()
    vintage: str | None = None
    suppliers: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, FileForm] = field(default_factory=dict)
    store: str = "data/store"
    max_age: float = 1.0
    on_failure: str = "keep"
    allow_shorter: tuple[str, ...] = ()
    live: LiveSettings = LiveSettings()


def load_settings(mapping: Mapping[str, Any]) -> DataSettings:
    """Check the mapping under ``data`` and give it types.

    Parameters
    ----------
    mapping : mapping
        Keys as in :class:`DataSettings`; absent ones take their defaults. Keys of other readers (``catalogue``,
        ``vintages``) are ignored.

    Returns
    -------
    DataSettings

    Raises
    ------
    BadSetting
        If a setting has the wrong type or an unknown value.
    BadForm
        If what is stated about a file cannot be used.
    """
    given = {key: value for key, value in mapping.items() if value is not None}
    defaults = DataSettings()
    live = _live(given.get("live", {}))
    suppliers = given.get("suppliers", {})
    if not isinstance(suppliers, Mapping):
        raise BadSetting(f"data.suppliers: {suppliers!r} is not a mapping from concept to position")
    units = given.get("units", {})
    if not isinstance(units, Mapping) or not all(isinstance(unit, str) for unit in units.values()):
        raise BadSetting(f"data.units: {units!r} is not a mapping from series to unit")
    allow = given.get("allow_shorter", ())
    if isinstance(allow, str) or not isinstance(allow, list | tuple):
        raise BadSetting(f"data.allow_shorter: {allow!r} is not a list of series")
    return DataSettings(
        source=_choice("source", given.get("source", defaults.source), SOURCES),
        embedded=_paths(given.get("embedded", defaults.embedded)),
        directory=_paths(given.get("directory", ())),
        vintage=None if "vintage" not in given else str(given["vintage"]),
        suppliers=dict(suppliers),
        units={str(code): unit for code, unit in units.items()},
        forms=load_forms(given.get("forms", {})),
        store=str(given.get("store", defaults.store)),
        max_age=_positive("max_age", given.get("max_age", defaults.max_age), zero=True),
        on_failure=_choice("on_failure", given.get("on_failure", defaults.on_failure), ON_FAILURE),
        allow_shorter=tuple(map(str, allow)),
        live=live,
    )


def _live(mapping: Any) -> LiveSettings:
    if not isinstance(mapping, Mapping):
        raise BadSetting(f"data.live: {mapping!r} is not a mapping")
    defaults = LiveSettings()
    if unknown := set(mapping) - set(vars(defaults)):
        raise BadSetting(f"data.live: unknown setting {', '.join(sorted(map(str, unknown)))}")
    values: dict[str, Any] = {}
    for name, default in vars(defaults).items():
        value = mapping.get(name, default)
        if isinstance(default, bool):
            if not isinstance(value, bool):
                raise BadSetting(f"data.live.{name}: {value!r} is not true or false")
        elif isinstance(default, str):
            if not isinstance(value, str) or not value:
                raise BadSetting(f"data.live.{name}: {value!r} is not a text")
        else:
            value = type(default)(_positive(f"live.{name}", value, zero=name == "backoff"))
        values[name] = value
    return LiveSettings(**values)


def _paths(value: Any) -> tuple[str, ...]:
    """One path or several, the first ones first."""
    return (str(value),) if isinstance(value, str | Path) else tuple(map(str, value))


def _choice(name: str, value: Any, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise BadSetting(f"data.{name}: {value!r}; choose from {', '.join(choices)}")
    return str(value)


def _positive(name: str, value: Any, *, zero: bool = False) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not (value > 0 or (zero and value == 0)):
        raise BadSetting(f"data.{name}: {value!r} is not a {'non-negative' if zero else 'positive'} number")
    return value
