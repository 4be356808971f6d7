"""From the files of the contract to the content of the report."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
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
from frictions.report.document.scores import About, read_scores
from frictions.report.item_names import item_name_of
from frictions.report.scoreboard_items import Item, files_of

UNITS = "units."
"""How the settings of a figure's rule name the unit of a variable."""


def assemble(
    *,
    scoreboard: pd.DataFrame,
    modes: pd.DataFrame,
    errata: pd.DataFrame,
    provenance: pd.DataFrame,
    about: Mapping[str, About],
    series: Mapping[str, Mapping[str, object]],
    note: Sequence[Block],
    parts: Mapping[str, str],
    tables: Mapping[str, Sequence[str]],
    figures: Mapping[str, Sequence[str]],
    questions: Sequence[Mapping[str, Any]] = (),
) -> Content:
    """Gather everything that the report shows.

    Parameters
    ----------
    scoreboard, modes, errata, provenance : DataFrame
        The contract's files of these names, cells as text.
    about : mapping of str to About
        By item of the scoreboard, see :func:`about_items`.
    series : mapping
        The contract's ``provenance.json`` of the data.
    note : sequence of Block
        Note on attention; empty where there is none.
    parts : mapping of str to str
        Titles of the parts in their order.
    tables, figures : mapping of str to sequence of str
        Renderings by part: HTML and SVG.
    questions : sequence of mapping
        The contract's ``headlines.json``.
    """
    accounts = read_provenance(provenance)
    return Content(
        scores=read_scores(scoreboard, modes, about),
        errata=errata_table(errata),
        parts=[read_part(part, title, tables[part], figures[part], accounts) for part, title in parts.items()],
        series=series_table(series),
        files=files_table(accounts),
        attention_note=note,
        questions=questions,
    )


def about_items(items: Sequence[Item], names: Mapping[str, Any], holds_in: Mapping[str, str]) -> dict[str, About]:
    """What the settings say of every item of the scoreboard.

    Parameters
    ----------
    items : sequence of Item
        See :func:`frictions.report.scoreboard_items.read_items`.
    names : mapping
        Content of ``config/item_names.yaml``.
    holds_in : mapping of str to str
        By item: in how many other specifications the claim about it holds.
    """
    about = {}
    for item in items:
        name = item_name_of(item.name, names)
        scored = dict([*item.readings.items()][:1])
        file = next(iter(files_of([replace(item, margin=None, readings=scored)])), "")
        about[item.name] = About(item.part, name.words, name.symbol, file, holds_in.get(item.name, ""))
    return about


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
