"""Large tidy tables as Parquet."""

import io
import os
from pathlib import Path

import pandas as pd

from frictions.data.files import write_atomically
from frictions.data.tables import UnreadableTable


def write_parquet(frame: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write a table as one row group, so that its bytes depend on the rows only; its index is left out."""
    buffer = io.BytesIO()
    frame.to_parquet(buffer, engine="pyarrow", compression="zstd", index=False, row_group_size=max(1, len(frame)))
    write_atomically(Path(path), buffer.getvalue())


def read_parquet(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read a table.

    Raises
    ------
    UnreadableTable
        If the file is damaged; the message names it.
    """
    import pyarrow

    try:
        return pd.read_parquet(path, engine="pyarrow")
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise UnreadableTable(f"{Path(path)}: {' '.join(str(error).split())}") from None
