"""Figures as they are set in the report: without the title and the note, which become text beside them."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from frictions.report.document.text_table import UnreadableRendering

_SVG = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"
# The drawing's own; Matplotlib gives itself a title too.
_TITLE = ".//{http://creativecommons.org/ns#}Work/{http://purl.org/dc/elements/1.1/}title"
_DESCRIPTION = ".//{http://creativecommons.org/ns#}Work/{http://purl.org/dc/elements/1.1/}description"
_SHIFT = re.compile(r"translate\(\s*([-\d.]+)[ ,]+([-\d.]+)\s*\)\s*scale\(([-\d.]+)")
_FRACTION = re.compile(r"-?\d+\.\d+")
# Points between what is cut off and what stays, in font sizes: descenders below the title, ascenders of the note.
_BELOW, _ABOVE = 0.4, 1.1
# Matplotlib draws glyphs in units of a hundredth of the font size.
_GLYPH_UNITS = 100


@dataclass(frozen=True)
class Drawing:
    """A figure and its words.

    Attributes
    ----------
    title, note : str
        What is drawn above and below the panels of the file.
    svg : str
        The panels alone.
    width, height : float
        Points.
    """

    title: str
    note: str
    svg: str
    width: float
    height: float


def read_drawing(content: str, name: str, digits: int = 2) -> Drawing:
    """Read a figure that :func:`frictions.report.house_style.figure_bytes` wrote.

    Parameters
    ----------
    content : str
        SVG.
    name : str
        For the message of an error.
    digits : int
        Decimals of a coordinate that are kept, in points.

    Raises
    ------
    UnreadableRendering
        If the text is not an SVG drawing with a view box.
    """
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    try:
        root = ElementTree.fromstring(content)
        left, top, width, height = (float(value) for value in root.attrib["viewBox"].split())
    except (ElementTree.ParseError, KeyError, ValueError) as error:
        raise UnreadableRendering(f"{name}: not a drawing ({error})") from None
    title = root.findtext(_TITLE, "").strip()
    note = root.findtext(_DESCRIPTION, "").strip()
    for metadata in (*root.findall(f"{{{_SVG}}}metadata"), *root.findall(f"{{{_SVG}}}title")):
        root.remove(metadata)
    bottom = top + height
    for gid, group in _take_out(root, ("title", "note")):
        baselines = _baselines(group)
        if gid == "title" and baselines:
            top = max(y + _BELOW * size for y, size in baselines)
        elif baselines:
            bottom = min(y - _ABOVE * size for y, size in baselines)
    height = bottom - top
    root.set("viewBox", f"{left:g} {top:g} {width:g} {height:g}")
    root.set("width", f"{width:g}pt")
    root.set("height", f"{height:g}pt")
    svg = _shortened(ElementTree.tostring(root, encoding="unicode"), digits)
    return Drawing(title, note, svg, width, height)


def _take_out(root: ElementTree.Element, wanted: tuple[str, ...]) -> list[tuple[str, ElementTree.Element]]:
    """Remove groups by id; glyphs defined inside them stay, as other texts may use them."""
    taken = []
    for parent in list(root.iter()):
        for child in list(parent):
            if child.get("id") in wanted:
                parent.remove(child)
                taken.append((child.attrib["id"], child))
    kept = ElementTree.SubElement(root, f"{{{_SVG}}}defs")
    for _, group in taken:
        for definitions in group.iter(f"{{{_SVG}}}defs"):
            kept.extend(definitions)
    used = {element.attrib[_LINK].removeprefix("#") for element in root.iter() if _LINK in element.attrib}
    for element in list(kept):
        if element.get("id") not in used:
            kept.remove(element)
    return taken


def _baselines(group: ElementTree.Element) -> list[tuple[float, float]]:
    """Height and font size of each line of a text, in points from the top."""
    found = [_SHIFT.search(element.get("transform", "")) for element in group.iter(f"{{{_SVG}}}g")]
    return [(float(match[2]), abs(float(match[3])) * _GLYPH_UNITS) for match in found if match]


def _shortened(svg: str, digits: int) -> str:
    """The same drawing with fewer decimals and no line breaks; scales keep their digits, being factors."""

    def rounded(match: re.Match[str]) -> str:
        text = f"{float(match[0]):.{digits}f}".rstrip("0").rstrip(".")
        return "0" if text in ("-0", "") else text

    parts = re.split(r"(scale\([^)]*\))", svg)
    shorter = "".join(part if part.startswith("scale(") else _FRACTION.sub(rounded, part) for part in parts)
    return re.sub(r"\s+", " ", shorter).replace("> <", "><")
