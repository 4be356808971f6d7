"""How tables and figures are called in the report."""

import re

_NUMBERED = re.compile(r"(table|figure)_([a-z]|\d+)_(\d+)")


def item_label(name: str) -> str:
    """Label of a table or figure: its number in the source, or its own name.

    Parameters
    ----------
    name : str
        File name without ending.

    Returns
    -------
    str

    Examples
    --------
    >>> item_label("figure_1_16"), item_label("table_a_1"), item_label("figure_efficiency_path")
    ('Figure 1.16', 'Table A.1', 'Figure: efficiency path')
    """
    numbered = _NUMBERED.fullmatch(name)
    if numbered:
        kind, chapter, number = numbered.groups()
        return f"{kind.capitalize()} {chapter.upper()}.{number}"
    kind, _, rest = name.partition("_")
    numbered = _NUMBERED.fullmatch(rest)
    if numbered:
        return f"{kind.capitalize()} to {item_label(rest)}"
    return f"{kind.capitalize()}: {rest.replace('_', ' ')}" if rest else name


def readable(name: str) -> str:
    """A name of the code as words."""
    return name.replace("_", " ").strip()
