"""The project's own format of a stored series: ``date,value``, ISO dates, shortest exact decimals."""

from pathlib import Path

import numpy as np
import pandas as pd

from frictions.data.files import write_atomically


def series_bytes(series: pd.Series) -> bytes:
    """Write a series as the text of its file.

    Parameters
    ----------
    series : Series
        With a PeriodIndex of frequency Q or M.

    Returns
    -------
    bytes
        Header ``date,value``; the first day of each period; decimals that give back the same float64; a missing value
        is blank; lines end in a line feed.
    """
    lines = ["date,value"]
    for period, value in zip(series.index, series.to_numpy(dtype=np.float64), strict=True):
        text = "" if np.isnan(value) else repr(float(value))
        lines.append(f"{period.start_time:%Y-%m-%d},{text}")
    return ("\n".join(lines) + "\n").encode()


def write_series(series: pd.Series, path: Path) -> bytes:
    """Write a series atomically and return what was written."""
    content = series_bytes(series)
    write_atomically(path, content)
    return content
