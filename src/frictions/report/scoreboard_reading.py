"""Reading the replicated value of an item from the results."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from frictions.errors import FrictionsError
from frictions.report.scoreboard_functions import FUNCTIONS
from frictions.report.scoreboard_items import Item, Reading, Selection, at_path
from frictions.verdicts import Found


class MissingResult(FrictionsError):
    """A file, row, column or setting that an item needs is not there; the message names item and file."""


@dataclass(frozen=True)
class Sources:
    """Where readings come from.

    Attributes
    ----------
    table : callable
        Reads a table by its path.
    file : callable
        Reads a file of settings by its path.
    settings : mapping
        Settings of the run by dotted path.
    """

    table: Callable[[str], pd.DataFrame]
    file: Callable[[str], Mapping[str, Any]]
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Replicated:
    """A replicated value, and the sampling standard deviation where it is a simulated moment."""

    value: Found
    sampling_sd: float | None = None


def read_replicated(item: Item, reading: Reading, sources: Sources) -> Replicated:
    """Read and transform the value of an item.

    Parameters
    ----------
    item : Item
        Named in errors.
    reading : Reading
        One of its readings.
    sources : Sources

    Returns
    -------
    Replicated

    Raises
    ------
    MissingResult
        If something is missing, or the rows do not suit the function.
    """
    values, positions, sampling_sd = _select(item, reading.first, sources)
    if values.dtype == object:
        if values.size != 1 or reading.take != "only":
            raise MissingResult(f"item {item.name}: {_where(reading.first)}: {values.size} words, one is needed")
        return Replicated(_word(values[0]))
    second = np.empty(0)
    if reading.second is not None:
        second, _, _ = _select(item, reading.second, sources)
    if reading.take not in FUNCTIONS:
        raise MissingResult(f"item {item.name}: no function {reading.take!r}; known: {', '.join(FUNCTIONS)}")
    try:
        value = FUNCTIONS[reading.take](values, second, positions)
    except (FrictionsError, ValueError, IndexError) as error:
        raise MissingResult(f"item {item.name}: {_where(reading.first)}: {error}") from None
    if value is None or isinstance(value, bool):
        return Replicated(value)
    return Replicated(value * reading.scale, None if sampling_sd is None else sampling_sd * abs(reading.scale))


def _select(item: Item, selection: Selection, sources: Sources) -> tuple[np.ndarray, np.ndarray, float | None]:
    if selection.setting:
        try:
            content = sources.settings[selection.setting]
        except KeyError:
            raise MissingResult(f"item {item.name}: no setting {selection.setting}") from None
        return _array([content]), np.zeros(1), None
    parts = [_rows(item, selection, file, sources) for file in selection.files]
    values = np.concatenate([values for values, _, _ in parts])
    positions = np.concatenate([positions for _, positions, _ in parts])
    return values, positions, parts[0][2] if len(parts) == 1 else None


def _rows(item: Item, selection: Selection, file: str, sources: Sources) -> tuple[np.ndarray, np.ndarray, float | None]:
    if file.endswith((".yaml", ".json")):
        try:
            return _array([at_path(sources.file(file), selection.path)]), np.zeros(1), None
        except FileNotFoundError:
            raise MissingResult(f"item {item.name}: no file {file}") from None
        except KeyError:
            raise MissingResult(f"item {item.name}: {file}: nothing at {selection.path}") from None
    try:
        table = sources.table(file)
    except FileNotFoundError:
        raise MissingResult(f"item {item.name}: no file {file}") from None
    for column in (*selection.where, selection.column):
        if column not in table:
            raise MissingResult(f"item {item.name}: {file}: no column {column!r}")
    for column, wanted in selection.where.items():
        table = table[_matches(table[column], wanted)]
    if table.empty:
        raise MissingResult(f"item {item.name}: {file}: no row with {dict(selection.where)}")
    positions = table[selection.along].to_numpy(dtype=float) if selection.along in table else np.arange(len(table))
    # Responses that no model solves have moments without a spread.
    spread = table[selection.spread] if selection.spread in table else table[[]]
    sampling_sd = float(spread.iloc[0]) if spread.size == 1 else None
    return _array(table[selection.column].tolist()), positions, sampling_sd


def _matches(column: pd.Series, wanted: Any) -> pd.Series:
    """Rows whose value is the wanted one, or one of several."""
    options = wanted if isinstance(wanted, list) else [wanted]
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return column.isin([float(option) for option in options])
    return column.astype(str).isin([str(option) for option in options])


def _array(values: list[Any]) -> np.ndarray:
    values = [_number_or_word(value) for value in values]
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return np.array(values, dtype=float)
    return np.array(values, dtype=object)


def _number_or_word(value: Any) -> Any:
    """A number that stands among words, as a number again."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _word(value: Any) -> Found:
    return value if isinstance(value, bool) else str(value)


def _where(selection: Selection) -> str:
    return f"{', '.join(selection.files) or selection.setting} {dict(selection.where)}"
