"""Figures whose values a reader can point at: one Vega-Lite panel, drawn again for each variable."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from frictions.report.document.names import readable
from frictions.report.document.scores import SIGNIFICANT
from frictions.report.house_style import BLUE, GREEN, GREY, ORANGE, VERMILION
from frictions.report.labels import VARIABLES
from frictions.report.model_figure import PANELS
from frictions.report.transition_figure import EFFICIENCY, MARKETS, lemons_label
from frictions.report.var_figure import PANELS as VAR_PANELS

PUBLISHED, OPTIMAL, ESTIMATED = "published", "optimal", "estimated"
MODES = {
    "reconstruction": PUBLISHED,
    "published_path": PUBLISHED,
    "average": PUBLISHED,
    "marginal": PUBLISHED,
    "optimal_separate": OPTIMAL,
    "optimal_separate_15bp": OPTIMAL,
    "optimal_joint": OPTIMAL,
    "estimates": ESTIMATED,
    "estimated": ESTIMATED,
}
"""What a reader switches between, by the folder of a result or the mode of the scoreboard."""

# Distinct in colour, in lightness and by their dashes; Vega takes lengths of dash and gap.
_LINES = [
    (BLUE, []),
    (VERMILION, [7, 4]),
    (GREEN, [7, 3, 2, 3]),
    (ORANGE, [2, 3]),
    ("#000000", []),
    ("#CC79A7", [10, 3]),
    (GREY, [4, 2]),
]
# Rules that share their input but not their panels.
_SHOWN = {
    "draw_var_figure": set(VAR_PANELS.values()),
    "draw_transition_figure": set(MARKETS.values()),
    "draw_allocation_figure": set(EFFICIENCY.values()),
}
_QUARTERS = 16
_YEARS = 15
FADED = 0.12
"""Opacity of the lines of a mode that is not chosen."""


@dataclass(frozen=True)
class Line:
    """A line of every panel.

    Attributes
    ----------
    name : str
        Legend entry.
    mode : str
        ``published``, ``optimal``, ``estimated``, or empty for one that belongs to all.
    """

    name: str
    mode: str = ""


@dataclass(frozen=True)
class Chart:
    """A figure as data.

    Attributes
    ----------
    lines : tuple of Line
    panels : dict
        Rows by the title of a panel: position among ``lines``, x, y, and the band's ends or None.
    across, upward : str
        What the axes measure, with units.
    units : dict of str to str
        Unit of a panel by its title, where it is not that of ``upward``.
    """

    lines: tuple[Line, ...]
    panels: dict[str, list[list[float | None]]]
    across: str
    upward: str
    units: dict[str, str] = field(default_factory=dict)


def chart_of(
    tables: Mapping[str, pd.DataFrame], units: Mapping[str, str], rule: str, variable: str = ""
) -> Chart | None:
    """The chart of a figure, from the tables that its rule reads; None where none is made for them.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Files of the contract by path: responses, decisions, transitions or yields.
    units : mapping of str to str
        By variable, where a variable is not in percent.
    rule : str
        The rule of the figure, which may draw some of the variables only.
    variable : str, optional
        The one variable or decision that a figure is about. Responses of several experiments then have a panel a mode.
    """
    if variable and all(PurePosixPath(path).name == "irf.csv" for path in tables):
        return _experiments(tables, variable)
    for file, build in _BUILDERS.items():
        chosen = {path: table for path, table in tables.items() if PurePosixPath(path).name == file}
        if chosen:
            chart = build(chosen)
            one = {variable.capitalize()} & chart.panels.keys()
            kept = one or _SHOWN.get(rule, set(chart.panels))
            panels = {title: rows for title, rows in chart.panels.items() if title in kept}
            return replace(chart, panels=panels, units={_title(variable): unit for variable, unit in units.items()})
    return None


def readable_inputs(paths: Sequence[str]) -> list[str]:
    """Those inputs of a figure that a chart can be made from."""
    return [path for path in paths if PurePosixPath(path).name in _BUILDERS]


def panel_spec(chart: Chart) -> dict[str, Any]:
    """Vega-Lite specification of one panel, whose rows are given later under the name ``panel``.

    Rows have the fields ``key`` (l0, l1, ... by line), ``mode``, ``x``, ``y``, ``lower`` and ``upper``. The parameter
    ``shown`` names the mode that stands out; empty for all.
    """
    import altair as alt

    keys = [f"l{position}" for position in range(len(chart.lines))]
    colours = [_LINES[position % len(_LINES)][0] for position in range(len(keys))]
    dashes = [_LINES[position % len(_LINES)][1] for position in range(len(keys))]
    shown = alt.param(name="shown", value="")
    hover = alt.selection_point(
        name="hover", fields=["x"], nearest=True, on="pointerover", clear="pointerout", empty=False
    )
    opacity = alt.condition("datum.mode === '' || shown === '' || datum.mode === shown", alt.value(1), alt.value(FADED))
    base = alt.Chart(alt.NamedData(name="panel")).encode(
        x=alt.X("x:Q", title=chart.across, axis=alt.Axis(tickCount=5, grid=False))
    )
    colour = alt.Color("key:N", scale=alt.Scale(domain=keys, range=colours), legend=None)
    band = (
        base.transform_filter("isValid(datum.lower)")
        .mark_area(opacity=0.18)
        .encode(y=alt.Y("lower:Q", title=chart.upward), y2="upper:Q", color=colour)
    )
    zero = alt.Chart(alt.NamedData(name="zero")).mark_rule(color="#333333", strokeWidth=0.7).encode(y="y:Q")
    lines = base.mark_line(strokeWidth=1.8).encode(
        y=alt.Y("y:Q", title=chart.upward, axis=alt.Axis(tickCount=5), scale=alt.Scale(zero=False)),
        color=colour,
        strokeDash=alt.StrokeDash("key:N", scale=alt.Scale(domain=keys, range=dashes), legend=None),
        opacity=opacity,
        detail="mode:N",
    )
    points = (
        base.transform_filter(hover).mark_point(size=28, filled=True).encode(y="y:Q", color=colour, opacity=opacity)
    )
    tips = [alt.Tooltip("x:Q", title=chart.across)] + [
        alt.Tooltip(f"{key}:Q", title=line.name) for key, line in zip(keys, chart.lines, strict=True)
    ]
    pointer = (
        base.transform_pivot("key", value="y", groupby=["x"])
        .mark_rule(color="#777777")
        .encode(tooltip=tips, opacity=alt.condition(hover, alt.value(0.5), alt.value(0)))
        .add_params(hover)
    )
    layered = alt.layer(band, zero, lines, points, pointer).add_params(shown).properties(width="container", height=170)
    spec: dict[str, Any] = layered.to_dict()
    spec.pop("config", None)
    spec.pop("datasets", None)
    return spec


def _responses(tables: Mapping[str, pd.DataFrame]) -> Chart:
    lines = _lines(list(tables))
    models = any("variable" in table and "response" in table for table in tables.values())
    # A figure of the VAR alone has its other estimator beside it.
    projected = not models and all("local_projection" in table for table in tables.values())
    names = list(PANELS) if models else _in_order(next(iter(tables.values()))["variable"].unique())
    panels: dict[str, list[list[float | None]]] = {}
    for variable in names:
        rows: list[list[float | None]] = []
        for position, table in enumerate(tables.values()):
            own = "response" in table
            sought = variable if own or not models else PANELS[variable]
            chosen = table[(table["variable"] == sought) & (table["horizon"] < _QUARTERS)]
            rows += _rows(
                position,
                chosen["horizon"],
                chosen["response" if own else "point"],
                None if own or "lower" not in chosen else (chosen["lower"], chosen["upper"]),
            )
            if projected:
                rows += _rows(len(tables) + position, chosen["horizon"], chosen["local_projection"])
        if rows:
            panels[_title(variable)] = rows
    if projected:
        lines += [Line(line.name.replace("VAR", "Local projection"), line.mode) for line in lines]
    return Chart(tuple(lines), panels, "quarters after the shock", "percent")


def _experiments(tables: Mapping[str, pd.DataFrame], variable: str) -> Chart:
    """One panel a mode and one line an experiment, for responses under ``<model>/<experiment>/<mode>``."""
    cases = [PurePosixPath(path).parts[-3:-1] for path in tables]
    names = list(dict.fromkeys(experiment for experiment, _ in cases))
    panels: dict[str, list[list[float | None]]] = {}
    for (experiment, mode), table in zip(cases, tables.values(), strict=True):
        chosen = table[(table["variable"] == variable) & (table["horizon"] < _QUARTERS)]
        rows = _rows(names.index(experiment), chosen["horizon"], chosen["response"])
        panels.setdefault(readable(mode).capitalize(), []).extend(rows)
    lines = tuple(Line(readable(name)) for name in names)
    return Chart(lines, panels, "quarters after the shock", f"{_title(variable)}, percent")


def _decisions(tables: Mapping[str, pd.DataFrame]) -> Chart:
    lines: list[Line] = []
    panels: dict[str, list[list[float | None]]] = {}
    for line, table in zip(_lines(list(tables)), tables.values(), strict=True):
        for column in ("first_best", "actual"):
            for decision, rows in table[table["horizon"] < _QUARTERS].groupby("decision", sort=False):
                panel = panels.setdefault(str(decision).capitalize(), [])
                panel += _rows(len(lines), rows["horizon"], rows[column])
            lines.append(Line(f"{line.name}: {readable(column)}", line.mode))
    return Chart(tuple(lines), panels, "quarters after the shock", "percent")


def _transition(tables: Mapping[str, pd.DataFrame]) -> Chart:
    lines: list[Line] = []
    panels: dict[str, list[list[float | None]]] = {}
    for table in tables.values():
        shown = table[table["period"] <= _YEARS]
        for lemons, rows in shown.groupby("lemons", sort=False):
            for variable, title in (MARKETS | EFFICIENCY).items():
                chosen = rows[rows["variable"] == variable]
                if len(chosen):
                    panels.setdefault(title, []).extend(
                        _rows(len(lines), chosen["period"], chosen["percent_deviation"])
                    )
            lines.append(Line(lemons_label(float(str(lemons)))))
    return Chart(tuple(lines), panels, "year, the first is that of the shock", "percent deviation")


def _yields(tables: Mapping[str, pd.DataFrame]) -> Chart:
    (table,) = tables.values()
    lines = [Line(f"state {state:g}") for state in table["state"].unique()]
    panels: dict[str, list[list[float | None]]] = {}
    for gamma, curves in table.groupby("risk_aversion"):
        for position, (_, curve) in enumerate(curves.groupby("state", sort=False)):
            panels.setdefault(f"Risk aversion {gamma:g}", []).extend(
                _rows(position, curve["maturity"], 100 * curve["yield"])
            )
    return Chart(tuple(lines), panels, "maturity, years", "percent a year")


_BUILDERS: dict[str, Callable[[Mapping[str, pd.DataFrame]], Chart]] = {
    "irf.csv": _responses,
    "point.csv": _responses,
    "decisions.csv": _decisions,
    "transition.csv": _transition,
    "yields.csv": _yields,
}


def _lines(paths: Sequence[str]) -> list[Line]:
    """A line for each file of responses, named by the folders in which the files differ."""
    folders = [PurePosixPath(path).parts[1:-1] for path in paths]
    experiments: dict[str, set[str]] = {}
    for parts in folders:
        if parts[1] not in MODES:
            experiments.setdefault(parts[0], set()).add(parts[1])
    lines = []
    for parts in folders:
        kind = {"var": "VAR", "vintages": "VAR", "calvo": "Calvo", "attention": "Attention"}.get(parts[0], parts[0])
        mode = next((MODES[part] for part in parts if part in MODES), "")
        if kind == "VAR":
            rest = [parts[1]]
        elif parts[1] in MODES:
            rest = ["estimated here" if parts[1] == "estimates" else parts[1]]
        else:
            rest = [*([parts[1]] if len(experiments[parts[0]]) > 1 else []), *parts[2:]]
        lines.append(Line(", ".join([kind, *map(readable, rest)]), mode))
    return lines


def _title(variable: str) -> str:
    return VARIABLES.get(variable, readable(variable).capitalize())


def _in_order(names: Sequence[str]) -> list[str]:
    """Variables in the order of their labels, those without one last."""
    return [name for name in VARIABLES if name in names] + [name for name in names if name not in VARIABLES]


def _rows(
    position: int, across: pd.Series, upward: pd.Series, band: tuple[pd.Series, pd.Series] | None = None
) -> list[list[float | None]]:
    def short(value: float) -> float | None:
        return float(f"{value:.{SIGNIFICANT}g}") if pd.notna(value) else None

    ends: Sequence[tuple[float | None, float | None]] = [(None, None)] * len(across)
    if band:
        ends = [(short(low), short(high)) for low, high in zip(*band, strict=True)]
    return [
        [position, short(x), short(y), low, high]
        for x, y, (low, high) in zip(across, upward, ends, strict=True)
        if pd.notna(y)
    ]
