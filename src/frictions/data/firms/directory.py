"""Read a firm panel from a file of the user, CSV or Parquet, through a column map."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from frictions.data.firms.schema import NAMES, InvalidFirmFile, complete_columns


@dataclass(frozen=True)
class ColumnSource:
    """Where a column of the schema comes from in the user's file."""

    column: str
    scale: float = 1.0
    """Factor to the schema's unit, for instance 1e6 where the file is in millions."""


def read_column_map(settings: Mapping[str, str | Mapping[str, object]]) -> dict[str, ColumnSource]:
    """Column map from settings: schema name to the file's column, or to ``{column: ..., scale: ...}``.

    Raises
    ------
    InvalidFirmFile
        If a name is not in the schema or an entry cannot be read.
    """
    columns = {}
    for name, entry in settings.items():
        if name not in NAMES:
            raise InvalidFirmFile(f"column map: {name} is not in the schema ({', '.join(NAMES)})")
        if isinstance(entry, str):
            columns[name] = ColumnSource(entry)
        elif isinstance(entry, Mapping) and isinstance(entry.get("column"), str):
            try:
                scale = float(str(entry.get("scale", 1.0)))
            except ValueError as error:
                raise InvalidFirmFile(f"column map: the scale of {name} is not a number") from error
            columns[name] = ColumnSource(str(entry["column"]), scale)
        else:
            raise InvalidFirmFile(f"column map: {name} must be a column or a mapping with column and scale")
    return columns


def read_firm_file(path: Path, columns: Mapping[str, ColumnSource] | None = None) -> pd.DataFrame:
    """Read one file in the schema.

    Parameters
    ----------
    path : Path
        ``.csv``, ``.csv.gz`` or ``.parquet``.
    columns : mapping, optional
        Sources of columns whose names differ; names not in it are looked for as they are.

    Returns
    -------
    DataFrame
        The schema's columns; what is not in the file is missing. Dates and values are left for the panel's own rules,
        which count what they repair.

    Raises
    ------
    InvalidFirmFile
        If the file cannot be read, a mapped column is absent or a required one is.
    """
    name = path.name
    try:
        if name.endswith(".parquet"):
            frame = pd.read_parquet(path)
        elif name.endswith((".csv", ".csv.gz")):
            frame = pd.read_csv(path, low_memory=False)
        else:
            raise InvalidFirmFile(f"{name}: only .csv, .csv.gz and .parquet are read")
    except (OSError, ValueError) as error:
        raise InvalidFirmFile(f"{name} cannot be read: {error}") from error
    for target, source in (columns or {}).items():
        if source.column not in frame.columns:
            raise InvalidFirmFile(f"{name} has no column {source.column} for {target}")
        values = frame[source.column]
        if source.scale != 1.0:
            values = pd.to_numeric(values, errors="coerce") * source.scale
        frame[target] = values
    return complete_columns(frame, name)
