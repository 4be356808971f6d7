"""From the files of the contract to the content of the report."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from frictions.data.tables import read_tidy
from frictions.report.document.charts import Chart, chart_of, readable_inputs
from frictions.report.document.content import (
    Content,
    errata_table,
    files_table,
    read_part,
    series_table,
)
from frictions.report.document.notes import Block
from frictions.report.document.provenance import read_provenance
from frictions.report.document.scores import read_scores

UNITS = "units."
"""How the settings of a figure's rule name the unit of a variable."""


def assemble(
    *,
    scoreboard: pd.DataFrame,
    modes: pd.DataFrame,
    errata: pd.DataFrame,
    provenance: pd.DataFrame,
    groups: Mapping[str, Mapping[str, Any]],
    series: Mapping[str, Mapping[str, object]],
    note: Sequence[Block],
    parts: Mapping[str, str],
    tables: Mapping[str, Sequence[str]],
    figures: Mapping[str, Sequence[str]],
    holds_in: Mapping[str, str],
    questions: Sequence[Mapping[str, Any]] = (),
) -> Content:
    """Gather everything that the report shows.

    Parameters
    ----------
    scoreboard, modes, errata, provenance : DataFrame
        The contract's files of these names, cells as text.
    groups : mapping
        Groups of the scoreboard's settings, each with its ``part``.
    series : mapping
        The contract's ``provenance.json`` of the data.
    note : sequence of Block
        Note on attention; empty where there is none.
    parts : mapping of str to str
        Titles of the parts in their order.
    tables, figures : mapping of str to sequence of str
        Renderings by part: HTML and SVG.
    holds_in : mapping of str to str
        By item of the scoreboard: in how many other specifications the claim about it holds.
    questions : sequence of mapping
        The contract's ``headlines.json``.
    """
    accounts = read_provenance(provenance)
    return Content(
        scores=read_scores(scoreboard, modes, parts_of_items(groups), holds_in),
        errata=errata_table(errata),
        parts=[read_part(part, title, tables[part], figures[part], accounts) for part, title in parts.items()],
        series=series_table(series),
        files=files_table(accounts),
        attention_note=note,
        questions=questions,
    )


def parts_of_items(groups: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Part of the sources by item: its own or else its group's, whose prefix or name begins the name of the item."""
    return {
        f"{group.get('prefix', name)}.{key}": (own or {}).get("part", group["part"])
        for name, group in groups.items()
        for key, own in group["items"].items()
    }


def charts_of(content: Content) -> dict[str, Chart]:
    """Charts of the figures whose inputs allow one, by name of the figure."""
    charts = {}
    for item in content.items:
        paths = readable_inputs(list(item.provenance.inputs)) if item.drawing else []
        settings = item.provenance.settings
        units = {name.removeprefix(UNITS): unit for name, unit in settings.items() if name.startswith(UNITS)}
        about = settings.get("variable", settings.get("decision", ""))
        tables = {path: read_tidy(path) for path in paths}
        chart = chart_of(tables, units, item.provenance.rule, about) if tables else None
        if chart:
            charts[item.name] = chart
    return charts
