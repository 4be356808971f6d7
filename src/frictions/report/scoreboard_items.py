"""What is compared: the items of the scoreboard, as its settings file lists them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from frictions.errors import FrictionsError
from frictions.verdicts import RULES, Rule

Cause = Literal[
    "misprint",
    "data substitute",
    "not identified",
    "another sample in the source",
    "construction in the source",
    "nearly optimal attention",
    "approximation in the source",
    "unexplained",
]
"""Why a replicated value may differ from the printed one."""

CAUSES: tuple[Cause, ...] = get_args(Cause)

OVERLAID = ("part", "published", "place", "rule", "cause", "note", "not_comparable", "modes")
"""Keys that an item states for itself or takes from its group."""


class WrongItem(FrictionsError):
    """An item of the scoreboard is incomplete or contradicts itself; the message names it."""


@dataclass(frozen=True)
class Selection:
    """Where a value, or several in order, stand.

    Attributes
    ----------
    files : tuple of str
        Tables or settings files, read in this order; empty where ``setting`` is given.
    where : mapping
        Rows of a table: values by column.
    column : str
        Column of a table.
    path : str
        Dotted path in a file of settings.
    setting : str
        Dotted path in the settings of the run.
    spread : str
        Column of the sampling standard deviation, if there is one.
    along : str
        Column of positions, for instance quarters after the shock.
    """

    files: tuple[str, ...] = ()
    where: Mapping[str, Any] = field(default_factory=dict)
    column: str = "value"
    path: str = ""
    setting: str = ""
    spread: str = ""
    along: str = "horizon"


@dataclass(frozen=True)
class Reading:
    """How a replicated value is made from the results.

    Attributes
    ----------
    take : str
        Name of a function of :mod:`frictions.report.scoreboard_functions`.
    first : Selection
    second : Selection, optional
        Second argument of functions of two.
    scale : float
        Factor from the unit of the results to that of the source.
    """

    take: str
    first: Selection
    second: Selection | None = None
    scale: float = 1.0

    @property
    def selections(self) -> tuple[Selection, ...]:
        """The one or two selections."""
        return (self.first,) if self.second is None else (self.first, self.second)


@dataclass(frozen=True)
class Margin:
    """What the verdict of an item hangs on.

    Attributes
    ----------
    reading : Reading
        A difference; were it of the other sign, or zero, the verdict would be another.
    accuracy : float
        Of that difference, in its unit: one that is smaller decides nothing.
    """

    reading: Reading
    accuracy: float


@dataclass(frozen=True)
class Item:
    """One printed number, sign or statement, and what it is compared with.

    Attributes
    ----------
    name : str
        Group and key, for instance ``table_1_3.RI.corr_IS_S``.
    part : str
        Part of the sources, for the summary.
    source, place : str
        Document, and table, figure or section.
    published : str
        Dotted path in the file of published numbers.
    rule : {"exact", "close", "sign"}
        Weakest agreement that counts.
    readings : mapping of str to Reading
        By mode, the primary one first; the only mode of an item without modes is ``""``. Empty where nothing can be
        compared.
    cause : str
        Why the values differ, if they do.
    note : str
        What a reader should know.
    not_comparable : str
        Reason; empty for an item that is compared.
    margin : Margin, optional
        For an item whose verdict may hang on less than the accuracy of the results.
    modes_in_note : bool
        Whether its note gives the verdicts in the other modes.
    """

    name: str
    part: str
    source: str
    place: str
    published: str
    rule: Rule
    readings: Mapping[str, Reading]
    cause: str = ""
    note: str = ""
    not_comparable: str = ""
    margin: Margin | None = None
    modes_in_note: bool = False


def read_items(
    settings: Mapping[str, Any], main_sample: str, made: Mapping[str, Collection[str]] | None = None
) -> tuple[Item, ...]:
    """Items in the order of the settings.

    Parameters
    ----------
    settings : mapping
        Content of ``config/scoreboard.yaml``: ``sources`` (name to document) and ``groups``.
    main_sample : str
        Sample that an item reads unless it names another.
    made : mapping of str to collection of str, optional
        What the run makes by kind, for instance ``sample`` or ``panel``. An item about another one is not comparable.

    Returns
    -------
    tuple of Item

    Raises
    ------
    WrongItem
        If an item lacks a part, a reading or a rule, or its name is used twice.
    """
    items = tuple(_items(settings, main_sample, made or {}))
    seen: set[str] = set()
    for item in items:
        if item.name in seen:
            raise WrongItem(f"item {item.name}: listed twice")
        seen.add(item.name)
    return items


def files_of(items: Sequence[Item]) -> list[str]:
    """Every file that the items read, once, sorted."""
    readings = [reading for item in items for reading in item.readings.values()]
    readings += [item.margin.reading for item in items if item.margin]
    return sorted({file for reading in readings for part in reading.selections for file in part.files})


def rules_of(items: Sequence[Item], group: str) -> dict[str, Rule]:
    """Rule of each item of a group, by the last part of its name."""
    return {key: item.rule for item in items for own, _, key in [item.name.rpartition(".")] if own == group}


def settings_of(items: Sequence[Item]) -> list[str]:
    """Dotted paths of every setting of the run that the items read, once, sorted."""
    readings = [reading for item in items for reading in item.readings.values()]
    return sorted({part.setting for reading in readings for part in reading.selections if part.setting})


def at_path(content: Any, path: str) -> Any:
    """Value at a dotted path of nested mappings and lists.

    Raises
    ------
    KeyError
        If a step leads nowhere.
    """
    for step in path.split("."):
        try:
            content = content[int(step)] if isinstance(content, list) else content[step]
        except (KeyError, IndexError, ValueError, TypeError):
            raise KeyError(path) from None
    return content


def _items(settings: Mapping[str, Any], main_sample: str, made: Mapping[str, Collection[str]]) -> Iterator[Item]:
    for group_name, group in settings["groups"].items():
        for key, own in group["items"].items():
            stated = own or {}
            name = f"{group.get('prefix', group_name)}.{key}"
            merged = {field: stated[field] if field in stated else group.get(field) for field in OVERLAID}
            if "published" not in stated:
                merged["published"] = f"{group['published']}.{key}"
            places = {"key": str(key), "sample": main_sample, **group.get("with", {}), **stated.get("with", {})}
            reason = str(merged["not_comparable"] or "")
            absent = [f"{kind} {places[kind]}" for kind in made if kind in places and places[kind] not in made[kind]]
            if absent:
                reason = f"Not made under the settings of this run: {', '.join(absent)}."
            own_read = stated.get("read", {})
            # `read: null` takes the group's reading away.
            read = {} if own_read is None else {**group.get("read", {}), **own_read}
            readings = {}
            if read and not absent:
                for mode, filling in _modes(merged["modes"]).items():
                    readings[mode] = _reading(name, read, {**places, "mode": mode, **filling})
            margin = None
            if "margin" in stated and readings:
                decisive = {**read, **stated["margin"]}
                margin = Margin(_reading(name, decisive, places), float(decisive.pop("accuracy")))
            item = Item(
                name=name,
                part=merged["part"],
                source=settings["sources"][group["source"]],
                place=merged["place"],
                published=merged["published"],
                rule=merged["rule"],
                readings=readings,
                cause=merged["cause"] or "",
                note=merged["note"] or "",
                not_comparable=reason,
                margin=margin,
                modes_in_note=bool(stated.get("modes_in_note", False)),
            )
            _check(item)
            yield item


def _modes(stated: Mapping[str, Mapping[str, str]] | Sequence[str] | None) -> Mapping[str, Mapping[str, str]]:
    """What each mode puts for the names in braces: nothing but its own name where modes are a list."""
    if isinstance(stated, Mapping):
        return stated
    return {mode: {} for mode in stated or [""]}


def _check(item: Item) -> None:
    if item.rule not in RULES:
        raise WrongItem(f"item {item.name}: rule {item.rule!r} is not one of {', '.join(RULES)}")
    if item.cause and item.cause not in CAUSES:
        raise WrongItem(f"item {item.name}: cause {item.cause!r} is not one of {', '.join(CAUSES)}")
    if not item.place:
        raise WrongItem(f"item {item.name}: no place in the source")
    if not item.readings and not item.not_comparable:
        raise WrongItem(f"item {item.name}: neither a reading nor a reason why it is not comparable")


def _reading(name: str, read: Mapping[str, Any], places: Mapping[str, str]) -> Reading:
    own = {key: value for key, value in read.items() if key not in ("take", "scale", "against")}
    second = None
    if "against" in read:
        against = read["against"]
        merged = {**own, **against, "where": {**own.get("where", {}), **against.get("where", {})}}
        second = _selection(name, merged, {**places, **against.get("with", {})})
    return Reading(read.get("take", "only"), _selection(name, own, places), second, float(read.get("scale", 1.0)))


def _selection(name: str, read: Mapping[str, Any], places: Mapping[str, str]) -> Selection:
    def filled(text: Any, more: Mapping[str, str] | None = None) -> Any:
        try:
            return text.format(**places, **(more or {})) if isinstance(text, str) else text
        except KeyError as error:
            raise WrongItem(f"item {name}: nothing to put for {{{error.args[0]}}} in {text!r}") from None

    if "setting" in read:
        return Selection(setting=filled(read["setting"]))
    if "file" not in read:
        raise WrongItem(f"item {name}: the reading names neither a file nor a setting")
    each = read.get("each", {})
    variants = [{place: value} for place, values in each.items() for value in values] or [{}]
    return Selection(
        files=tuple(filled(read["file"], variant) for variant in variants),
        where={
            column: [filled(one) for one in value] if isinstance(value, list) else filled(value)
            for column, value in read.get("where", {}).items()
        },
        column=filled(read.get("column", "value")),
        path=filled(read.get("path", "")),
        spread=filled(read.get("spread", "")),
        along=read.get("along", "horizon"),
    )
