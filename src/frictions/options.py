"""Options of public functions: what is not among the choices, or below the least, is refused by name."""

import functools
import inspect
import types
import typing
from collections.abc import Callable
from numbers import Integral, Real
from typing import Any, Literal, ParamSpec, TypeVar

from frictions.errors import FrictionsError

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Class = TypeVar("Class")


class UnknownOption(FrictionsError):
    """An argument that is not among the choices of its function; the message lists them."""


class OutOfRange(FrictionsError):
    """A number that its function cannot take; the message names the argument and its bounds."""


def choices_of(annotation: Any) -> tuple[Any, ...]:
    """Give what a ``Literal`` allows, also one that may be None or of another type; nothing without a ``Literal``."""
    if typing.get_origin(annotation) is Literal:
        return typing.get_args(annotation)
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        parts = typing.get_args(annotation)
        found = [choice for part in parts for choice in choices_of(part)]
        return (*found, None) if found and type(None) in parts else tuple(found)
    return ()


def only_choices(annotation: Any) -> bool:
    """Whether an annotation allows nothing but its choices."""
    parts = typing.get_args(annotation) if choices_of(annotation) else ()
    return typing.get_origin(annotation) is Literal or all(choices_of(part) or part is type(None) for part in parts)


def one_of(name: str, value: Any, choices: tuple[Any, ...]) -> None:
    """Refuse a value that is not among the choices.

    Raises
    ------
    UnknownOption
        With the name and the choices.
    """
    if not (value is None or isinstance(value, str)) or value not in choices:
        listed = ", ".join(map(repr, choices))
        raise UnknownOption(f"{name} is {value!r}; choose from {listed}")


def at_least(name: str, value: Any, least: int) -> None:
    """Refuse what is not a whole number of a least size.

    Raises
    ------
    OutOfRange
        With the name and the least.
    """
    if isinstance(value, bool) or not isinstance(value, Integral) or int(value) < least:
        raise OutOfRange(f"{name} must be a whole number of at least {least}, not {value!r}")


def between(name: str, value: Any, lowest: float, highest: float) -> None:
    """Refuse what is not a number strictly between two bounds.

    Raises
    ------
    OutOfRange
        With the name and the bounds.
    """
    if isinstance(value, bool) or not isinstance(value, Real) or not lowest < float(value) < highest:
        raise OutOfRange(f"{name} must be a number between {lowest:g} and {highest:g}, not {value!r}")


def checked_options(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Make a function refuse what its ``Literal`` annotations do not allow.

    Raises
    ------
    UnknownOption
        When the function is called.
    """
    names = list(inspect.signature(function).parameters)
    checks: list[tuple[str, int, tuple[Any, ...], bool]] | None = None

    @functools.wraps(function)
    def checked(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        nonlocal checks
        if checks is None:
            hints = typing.get_type_hints(function)
            checks = [
                (name, place, choices, only_choices(hints[name]))
                for place, name in enumerate(names)
                if (choices := choices_of(hints.get(name)))
            ]
        for name, place, choices, alone in checks:
            if name not in kwargs and place >= len(args):
                continue
            value = kwargs[name] if name in kwargs else args[place]
            if alone or isinstance(value, str):
                one_of(name, value, choices)
        return function(*args, **kwargs)

    return checked


def checked_fields(cls: type[Class]) -> type[Class]:
    """Make a dataclass refuse what the ``Literal`` annotations of its fields do not allow.

    Raises
    ------
    UnknownOption
        When an instance is made.
    """
    cls.__init__ = checked_options(cls.__init__)  # type: ignore[method-assign]
    return cls
