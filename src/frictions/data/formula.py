"""The small formula language of the catalogue: arithmetic over names and a fixed table of functions.

Only the grammar lives here; :mod:`frictions.data.evaluate` gives the functions their meaning. The module imports
nothing but the standard library, because the workflow reads the catalogue every time it starts.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from frictions.errors import FrictionsError

ARGUMENTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ln": ("series",),
        "change": ("series",),
        "change4": ("series",),
        "cumulate": ("series",),
        "splice_levels": ("series", "series"),
        "splice_growth": ("series", "series"),
        "stock": ("series", "quarter", "number"),
        "benchmark": ("series", "quarter", "number"),
    }
)
"""The kinds of argument each function takes: a series (any expression), a quarter in quotes, or a number."""

_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)


class FormulaError(FrictionsError):
    """A formula that is not in the language; the message quotes it and names the part at fault."""


@dataclass(frozen=True)
class Formula:
    """A checked formula.

    Parameters
    ----------
    text : str
        The formula as written.
    tree : ast.expr
        Its syntax tree; every node in it is allowed.
    names : tuple of str
        The names it reads, in order of first appearance.
    """

    text: str
    tree: ast.expr
    names: tuple[str, ...]


def parse_formula(text: str) -> Formula:
    """Read a formula such as ``100 * ln(profits / nominal_gdp)``.

    Allowed are ``+ - * / **``, parentheses, numbers, names and the functions of :data:`ARGUMENTS`.

    Parameters
    ----------
    text : str
        The formula.

    Returns
    -------
    Formula

    Raises
    ------
    FormulaError
        If the text is not in the language.
    """
    if not isinstance(text, str) or not text.strip():
        raise FormulaError(f"formula {text!r}: it must be a non-empty text")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError(f"formula {text!r}: not readable ({type(error).__name__})") from None
    names: dict[str, None] = {}
    try:
        _check(tree, text, names)
    except RecursionError:
        raise FormulaError(f"formula {text!r}: nested too deeply") from None
    return Formula(text=text.strip(), tree=tree, names=tuple(names))


def _check(node: ast.expr, text: str, names: dict[str, None]) -> None:
    """Refuse every node outside the language and collect the names."""
    match node:
        case ast.BinOp(left=left, op=operator, right=right):
            if not isinstance(operator, _OPERATORS):
                raise FormulaError(f"formula {text!r}: operator {type(operator).__name__} is not allowed")
            _check(left, text, names)
            _check(right, text, names)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            _check(operand, text, names)
        case ast.Constant(value=bool() | str() | bytes() | complex() | None):
            raise FormulaError(f"formula {text!r}: {node.value!r} is not a number")
        case ast.Constant(value=int() | float()):
            return
        case ast.Name(id=name):
            if name in ARGUMENTS:
                raise FormulaError(f"formula {text!r}: function {name!r} is used without arguments")
            names[name] = None
        case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]):
            _check_call(function, arguments, text, names)
        case _:
            raise FormulaError(f"formula {text!r}: {ast.unparse(node)!r} is not allowed")


def _check_call(function: str, arguments: list[ast.expr], text: str, names: dict[str, None]) -> None:
    """Check that a function exists and that its arguments are of its kinds."""
    kinds = ARGUMENTS.get(function)
    if kinds is None:
        raise FormulaError(f"formula {text!r}: unknown function {function!r}; known are {', '.join(ARGUMENTS)}")
    if len(arguments) != len(kinds):
        raise FormulaError(f"formula {text!r}: {function} takes {len(kinds)} argument(s), not {len(arguments)}")
    for kind, argument in zip(kinds, arguments, strict=True):
        if kind == "series":
            _check(argument, text, names)
            continue
        value = argument.value if isinstance(argument, ast.Constant) else None
        wanted = str if kind == "quarter" else (int, float)
        if isinstance(value, bool) or not isinstance(value, wanted):
            raise FormulaError(f"formula {text!r}: {function} wants a {kind} here, not {ast.unparse(argument)}")
        if isinstance(value, str):
            check_quarter(value, text)


def check_quarter(value: str, text: str) -> None:
    """Refuse a quarter that is not written like ``2012Q4``.

    Raises
    ------
    FormulaError
        If it is not.
    """
    year, _, quarter = value.partition("Q")
    if not (len(year) == 4 and year.isascii() and year.isdigit() and quarter in ("1", "2", "3", "4")):
        raise FormulaError(f"formula {text!r}: {value!r} is not a quarter like '2012Q4'")
