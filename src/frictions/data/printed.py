"""Published numbers with their printed digits, and tables whose cells are texts."""

import os
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from frictions.data.tables import UnreadableTable


def read_printed(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Read a YAML file of published numbers, every number and word as the text that stands there.

    Parameters
    ----------
    path : path

    Returns
    -------
    dict
        Nested mappings and lists whose leaves are texts: ``0.880`` stays ``"0.880"``.

    Raises
    ------
    UnreadableTable
        If the file is not a YAML mapping; the message names it.
    """
    try:
        content = yaml.load(Path(path).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UnreadableTable(f"{Path(path)}: {' '.join(str(error).split())}") from None
    if not isinstance(content, dict):
        raise UnreadableTable(f"{Path(path)}: not a mapping of published numbers")
    return content


def read_texts(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read a CSV table with every cell as it stands there; an empty cell is an empty text.

    Raises
    ------
    UnreadableTable
        If the file is empty or not a table; the message names it.
    """
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise UnreadableTable(f"{Path(path)}: {str(error).strip()}") from None
