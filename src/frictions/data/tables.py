"""The tables and arrays that one step of the pipeline leaves for the next."""

import io
import os
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from frictions.data.files import write_atomically
from frictions.data.yaml_files import read_yaml
from frictions.errors import FrictionsError


class UnreadableTable(FrictionsError):
    """A table of the pipeline is damaged or not what its reader expects."""


def write_tidy(frame: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write a table as CSV: UTF-8, full precision, no index; a quarterly index becomes the column ``quarter``.

    Parameters
    ----------
    frame : DataFrame
    path : path
        Replaced only once the new table is complete.
    """
    if isinstance(frame.index, pd.PeriodIndex):
        frame = frame.set_axis(frame.index.astype(str), axis=0).rename_axis("quarter").reset_index()
    write_atomically(Path(path), frame.to_csv(index=False, lineterminator="\n").encode())


def read_quarterly(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read a table with a column ``quarter`` such as 1970Q1.

    Parameters
    ----------
    path : path

    Returns
    -------
    DataFrame
        Columns of floats over a quarterly ``PeriodIndex``.

    Raises
    ------
    UnreadableTable
        If the column is missing, a quarter is malformed, or a value is not a number; the message names the file.
    """
    frame = read_tidy(path)
    if "quarter" not in frame:
        raise UnreadableTable(f"{Path(path)}: no column 'quarter'")
    try:
        quarters = pd.PeriodIndex(frame.pop("quarter"), freq="Q", name="quarter")
        return frame.astype(float).set_axis(quarters, axis=0)
    except (ValueError, TypeError) as error:
        raise UnreadableTable(f"{Path(path)}: {error}") from None


def read_tidy(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read a CSV table of the pipeline.

    Raises
    ------
    UnreadableTable
        If the file is empty or not a table; the message names it.
    """
    try:
        # Since version 3 pandas gives back every digit that was written.
        return pd.read_csv(path)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise UnreadableTable(f"{Path(path)}: {str(error).strip()}") from None


def write_arrays(arrays: Mapping[str, np.ndarray], path: str | os.PathLike[str]) -> None:
    """Write named arrays as a compressed ``.npz`` whose bytes depend on the arrays only."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **{name: np.asarray(array) for name, array in arrays.items()})
    write_atomically(Path(path), buffer.getvalue())


def read_settings(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Read a YAML file of settings or of published numbers.

    Raises
    ------
    UnreadableTable
        If the file is not a YAML mapping; the message names it.
    """
    try:
        content = read_yaml(path)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UnreadableTable(f"{Path(path)}: {' '.join(str(error).split())}") from None
    if not isinstance(content, dict):
        raise UnreadableTable(f"{Path(path)}: not a mapping of settings")
    return content


def read_arrays(path: str | os.PathLike[str]) -> dict[str, np.ndarray]:
    """Read the arrays of a ``.npz``.

    Raises
    ------
    UnreadableTable
        If the file is damaged; the message names it.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (ValueError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise UnreadableTable(f"{Path(path)}: {error}") from None
