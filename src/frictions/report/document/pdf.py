"""The report as PDF, set by Typst: no TeX, no network, the same bytes for the same content."""

import json
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from frictions.errors import FrictionsError

TEMPLATES = ("report.typ", "layout.typ")


class NotTypeset(FrictionsError):
    """Typst refuses the document; the message is its own."""


def typeset(data: Mapping[str, Any], drawings: Mapping[str, str]) -> bytes:
    """Set the report.

    Parameters
    ----------
    data : mapping
        Plain content, see :func:`frictions.report.document.plain.plain`.
    drawings : mapping of str to str
        SVG by name of the figure.

    Returns
    -------
    bytes
        PDF without a date, in the fonts that come with Typst.

    Raises
    ------
    NotTypeset
    """
    import typst

    templates = files("frictions.report") / "templates"
    with tempfile.TemporaryDirectory(prefix="frictions-report-") as name:
        root = Path(name)
        for template in TEMPLATES:
            (root / template).write_text((templates / template).read_text(encoding="utf-8"), encoding="utf-8")
        (root / "content.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for figure, svg in drawings.items():
            (root / f"{figure}.svg").write_text(svg, encoding="utf-8")
        try:
            return typst.compile(root / "report.typ", root=root, ignore_system_fonts=True, format="pdf")
        except (typst.TypstError, RuntimeError) as error:
            raise NotTypeset(" ".join(str(error).split())) from None
