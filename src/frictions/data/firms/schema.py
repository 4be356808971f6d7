"""The long schema of a firm panel: one row a firm and fiscal quarter."""

from dataclasses import dataclass

import pandas as pd

from frictions.errors import FrictionsError


class InvalidFirmFile(FrictionsError):
    """A file of firms cannot be read in the schema; names the file and the column."""


@dataclass(frozen=True)
class SchemaColumn:
    """One column of the schema."""

    name: str
    kind: str
    """``string``, ``date`` or ``number``."""
    unit: str
    required: bool
    description: str


SCHEMA = (
    SchemaColumn("firm", "string", "", True, "Name or code of the firm"),
    SchemaColumn("date", "date", "", True, "End of the fiscal quarter"),
    SchemaColumn("price", "number", "money per share", True, "Share price at or after that date"),
    SchemaColumn("shares", "number", "shares", False, "Shares outstanding, on the same basis as the price"),
    SchemaColumn("earnings", "number", "money per quarter", True, "Operating or net income; may be negative"),
    SchemaColumn("revenue", "number", "money per quarter", False, "Sales"),
    SchemaColumn("assets", "number", "money", False, "Total assets at the end of the quarter"),
    SchemaColumn("capex", "number", "money per quarter", False, "Capital expenditure in the quarter, not year to date"),
    SchemaColumn("equity", "number", "money", False, "Book equity at the end of the quarter"),
    SchemaColumn("sic", "string", "", False, "Industry code"),
)
NAMES = tuple(column.name for column in SCHEMA)
REQUIRED = tuple(column.name for column in SCHEMA if column.required)


def table_schema() -> dict[str, object]:
    """Frictionless table schema of the panel, with units."""
    fields = []
    for column in SCHEMA:
        field: dict[str, object] = {"name": column.name, "type": column.kind, "description": column.description}
        if column.unit:
            field["unit"] = column.unit
        field["constraints"] = {"required": column.name in ("firm", "date")}
        fields.append(field)
    return {"fields": fields, "missingValues": [""]}


def complete_columns(frame: pd.DataFrame, origin: str) -> pd.DataFrame:
    """Return the schema's columns in order, optional ones filled with missing values.

    Raises
    ------
    InvalidFirmFile
        If a required column is absent.
    """
    absent = [name for name in REQUIRED if name not in frame.columns]
    if absent:
        raise InvalidFirmFile(
            f"{origin} lacks the columns {', '.join(absent)}; it has {', '.join(map(str, frame.columns))}"
        )
    return frame.reindex(columns=list(NAMES))
