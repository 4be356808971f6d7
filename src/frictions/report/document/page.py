"""The report as one page: no server, no network, everything inside the file."""

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from frictions.report.document.charts import MODES, Chart, panel_spec
from frictions.report.labels import SOLUTIONS


def build_page(
    data: Mapping[str, Any],
    drawings: Mapping[str, str],
    charts: Mapping[str, Chart],
    curves: Mapping[str, Any] | None = None,
) -> str:
    """Build the page.

    Parameters
    ----------
    data : mapping
        Plain content, see :func:`frictions.report.document.plain.plain`.
    drawings : mapping of str to str
        SVG by name of the figure.
    charts : mapping of str to Chart
        Figures that answer to the pointer, by name.
    curves : mapping, optional
        Specifications to filter, see :func:`frictions.report.document.curves.curve_data`.

    Returns
    -------
    str
        HTML whose policy forbids every request; equal content gives equal bytes.
    """
    import vl_convert
    from jinja2 import Environment, StrictUndefined

    templates = files("frictions.report") / "templates"

    def template(name: str) -> str:
        return (templates / name).read_text(encoding="utf-8")

    scripts: list[str] = [template("page.js")]
    if curves:
        scripts.append(template("curves.js"))
    if charts:
        scripts.insert(0, vl_convert.javascript_bundle())  # type: ignore[call-arg]
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template("report.html.jinja")).render(
        data,
        policy=_policy(scripts),
        style=template("page.css"),
        scripts=scripts,
        modes=_modes(data),
        families=MODES,
        solutions=SOLUTIONS,
        charts=sorted(charts),
        chart_data=_embedded({name: _chart(chart) for name, chart in charts.items()}),
        curve_data=_embedded(curves) if curves else "",
        drawings={name: _packed(svg) for name, svg in drawings.items()},
    )


def _policy(scripts: list[str]) -> str:
    """Nothing is fetched, and no script runs but these."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts
    )
    return (
        f"default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; script-src {hashes}; form-action 'none'"
    )


def _packed(svg: str) -> str:
    """A drawing a fifth of its size, which the page unpacks when it comes into sight."""
    return base64.b64encode(zlib.compress(svg.encode(), 9)).decode()


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "spec": panel_spec(chart),
        "lines": [[line.name, line.mode] for line in chart.lines],
        "panels": chart.panels,
        "units": chart.units,
        "across": chart.across,
        "upward": chart.upward,
    }


def _embedded(value: Any) -> str:
    """JSON that cannot end the element it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _modes(data: Mapping[str, Any]) -> list[str]:
    """Modes of the scoreboard in the order in which they appear."""
    found: dict[str, None] = {}
    for group in data["groups"]:
        for place in group["places"]:
            for score in place["scores"]:
                found.update(dict.fromkeys(score["modes"]))
    return list(found)
