"""The series catalogue: which variable is built from which concepts, and which series supply each concept.

It is read from ``config/series.yaml``, the only place of the project that names a FRED or NIPA code. The module
imports nothing but the standard library, because the workflow reads the catalogue every time it starts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from frictions.data.bounds import BadBounds, Bounds, parse_bounds
from frictions.data.formula import Formula, FormulaError, parse_formula
from frictions.data.units import UnitSpan, UnknownUnit, parse_unit, parse_unit_span
from frictions.errors import FrictionsError

TRENDS = ("constant", "constant_and_trend")
DECISIONS = ("stationary", "filter")
FREQUENCIES = ("Q", "M")
AGGREGATIONS = ("mean", "last")


class CatalogueError(FrictionsError):
    """A catalogue that does not hang together; the message names the entry at fault."""


@dataclass(frozen=True)
class BeaLine:
    """Where the API of the Bureau of Economic Analysis holds a series.

    Dataset, table and number of the line, and how its ``description`` begins: a reply that describes the line otherwise
    is refused.
    """

    dataset: str
    table: str
    line: int
    description: str


@dataclass(frozen=True)
class SeriesInfo:
    """One series of the catalogue.

    Parameters
    ----------
    code : str
        FRED mnemonic, or table and line of a NIPA table.
    title, rights, publisher : str
        As published.
    units : str
        The unit that formulas read the series in.
    frequency : {"Q", "M"}
        Native frequency.
    seasonal_adjustment : str
        For instance ``SAAR``, ``SA`` or ``NSA``.
    aggregation : {"mean", "last"}
        How months become a quarter: the mean of its three months (flows, rates), or the last of them (a stock at
        the end of the period). Either way only a quarter with all three months has a value.
    aliases : tuple of str
        Other mnemonics of the same series, e.g. with FRED-QD's trailing x.
    fred_qd, fred : str or None
        Mnemonics under which FRED-QD and FRED supply it.
    bea : BeaLine or None
        Where the API of the BEA supplies it.
    units_of_files : tuple of UnitSpan
        Where the publisher changed the unit: which one a file has, by its last quarter. Empty where it never changed.
    plausible : Bounds
        What its quarterly values may be, in the unit that formulas read.
    """

    code: str
    title: str
    units: str
    frequency: str
    seasonal_adjustment: str
    aggregation: str
    rights: str
    publisher: str
    aliases: tuple[str, ...] = ()
    fred_qd: str | None = None
    fred: str | None = None
    bea: BeaLine | None = None
    units_of_files: tuple[UnitSpan, ...] = ()
    plausible: Bounds = field(kw_only=True)


@dataclass(frozen=True)
class Supplier:
    """One way to make a concept from series.

    Parameters
    ----------
    series : tuple of str
        Codes it needs; it is available when all of them are.
    formula : Formula
        Over these codes.
    exact : bool
        Whether this is the source's own series.
    reason : str
        Why it is not exact, with what is known of the difference (empty if exact).
    """

    series: tuple[str, ...]
    formula: Formula
    exact: bool
    reason: str


@dataclass(frozen=True)
class Variable:
    """One variable of the VAR.

    Parameters
    ----------
    name, label, unit : str
        Name in files, label in tables, unit.
    formula : Formula
        Over concepts.
    trend : {"constant", "constant_and_trend"}
        Deterministic part of its unit-root test.
    published_decision : {"stationary", "filter"}
        What the source decided.
    plausible : Bounds
        In the unit of the variable, changes too.
    """

    name: str
    label: str
    unit: str
    formula: Formula
    trend: str
    published_decision: str
    plausible: Bounds


@dataclass(frozen=True)
class Comparison:
    """A substitute held against the exact series: what is compared, and two formulas over series."""

    name: str
    exact: Formula
    substitute: Formula


@dataclass(frozen=True)
class Catalogue:
    """Variables, concepts and series by name; see :func:`load_catalogue`.

    ``embedded`` are the codes of the embedded vintage, ``comparisons`` what the documentation compares,
    ``fred_md`` the units of the series that the vintage of FRED-MD holds, by code.
    """

    variables: Mapping[str, Variable]
    concepts: Mapping[str, tuple[Supplier, ...]]
    series: Mapping[str, SeriesInfo]
    embedded: tuple[str, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    fred_md: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def code_of(self) -> Mapping[str, str]:
        """Catalogue code of every mnemonic in lower case, aliases and FRED-QD mnemonics included."""
        known: dict[str, str] = {}
        for code, info in self.series.items():
            for name in (code, *info.aliases, *filter(None, (info.fred_qd, info.fred))):
                other = known.setdefault(name.lower(), code)
                if other != code:
                    raise CatalogueError(f"series {code!r}: mnemonic {name!r} already belongs to {other!r}")
        return known


def load_catalogue(mapping: Mapping[str, Any]) -> Catalogue:
    """Check the content of ``config/series.yaml`` and give it types.

    Parameters
    ----------
    mapping : mapping
        With the keys ``variables``, ``concepts`` and ``series``, and perhaps ``embedded``, ``comparisons`` and
        ``fred_md``.

    Returns
    -------
    Catalogue
        Variables in the order of the file, which is the recursive order of the VAR.

    Raises
    ------
    CatalogueError
        If a part is missing, unknown, or names something that is not in the catalogue.
    """
    if not isinstance(mapping, Mapping):
        raise CatalogueError("catalogue: it must hold 'variables', 'concepts' and 'series'")
    required = {"variables", "concepts", "series"}
    _refuse_unknown("catalogue", mapping, required, required | {"embedded", "comparisons", "fred_md"})
    series = {str(code): _series(str(code), entry) for code, entry in _entries(mapping, "series")}
    concepts = {name: _suppliers(name, entry, series) for name, entry in _entries(mapping, "concepts")}
    variables = {name: _variable(name, entry, concepts) for name, entry in _entries(mapping, "variables")}
    embedded = tuple(map(str, mapping.get("embedded", ())))
    if unknown := [code for code in embedded if code not in series]:
        raise CatalogueError(f"embedded: series {', '.join(unknown)} not in the catalogue")
    comparisons = tuple(_comparison(entry, series) for entry in mapping.get("comparisons", ()))
    fred_md = {str(code): str(unit) for code, unit in mapping.get("fred_md", {}).items()}
    for code, unit in fred_md.items():
        if code not in series:
            raise CatalogueError(f"fred_md: series {code} not in the catalogue")
        try:
            parse_unit(unit)
        except UnknownUnit as error:
            raise CatalogueError(f"fred_md: series {code}: {error}") from None
    catalogue = Catalogue(variables, concepts, series, embedded, comparisons, fred_md)
    _ = catalogue.code_of
    return catalogue


def _entries(mapping: Mapping[str, Any], part: str) -> list[tuple[str, Any]]:
    entries = mapping[part]
    if not isinstance(entries, Mapping) or not entries:
        raise CatalogueError(f"catalogue: {part!r} must be a non-empty mapping")
    return list(entries.items())


def _refuse_unknown(where: str, entry: Any, required: set[str], allowed: set[str]) -> None:
    if not isinstance(entry, Mapping):
        raise CatalogueError(f"{where}: it must be a mapping")
    if missing := required - set(entry):
        raise CatalogueError(f"{where}: {', '.join(sorted(missing))} missing")
    if unknown := set(map(str, entry)) - allowed:
        raise CatalogueError(f"{where}: unknown key {', '.join(sorted(unknown))}")


def _one_of(where: str, key: str, value: Any, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise CatalogueError(f"{where}: {key} is {value!r}; choose from {', '.join(choices)}")
    return str(value)


def _formula(where: str, text: Any) -> Formula:
    try:
        return parse_formula(text)
    except FormulaError as error:
        raise CatalogueError(f"{where}: {error}") from None


def _series(code: str, entry: Any) -> SeriesInfo:
    where = f"series {code!r}"
    required = {"title", "units", "plausible", "frequency", "seasonal_adjustment", "rights", "publisher"}
    _refuse_unknown(where, entry, required, required | {"aggregation", "aliases", "live", "units_of_files"})
    units = _units(where, entry["units"])
    live = entry.get("live") or {}
    _refuse_unknown(f"{where}, live", live, set(), {"fred_qd", "fred", "bea"})
    bea = live.get("bea")
    if bea is not None:
        keys = {"dataset", "table", "line", "description"}
        _refuse_unknown(f"{where}, live.bea", bea, keys, keys)
        bea = BeaLine(str(bea["dataset"]), str(bea["table"]), int(bea["line"]), str(bea["description"]))
    return SeriesInfo(
        code=code,
        title=str(entry["title"]),
        units=units,
        plausible=_bounds(where, entry["plausible"]),
        frequency=_one_of(where, "frequency", entry["frequency"], FREQUENCIES),
        seasonal_adjustment=str(entry["seasonal_adjustment"]),
        aggregation=_one_of(where, "aggregation", entry.get("aggregation", "mean"), AGGREGATIONS),
        rights=str(entry["rights"]),
        publisher=str(entry["publisher"]),
        aliases=tuple(map(str, entry.get("aliases", ()))),
        fred_qd=live.get("fred_qd"),
        fred=live.get("fred"),
        bea=bea,
        units_of_files=_units_of_files(where, entry.get("units_of_files", ()), units),
    )


def _units(where: str, text: Any) -> str:
    try:
        return parse_unit(str(text)).text
    except UnknownUnit as error:
        raise CatalogueError(f"{where}: {error}") from None


def _units_of_files(where: str, entries: Any, units: str) -> tuple[UnitSpan, ...]:
    spans = []
    for entry in entries:
        _refuse_unknown(f"{where}, units_of_files", entry, {"units"}, {"units", "from", "to"})
        try:
            spans.append(parse_unit_span(entry, units))
        except (UnknownUnit, FormulaError) as error:
            raise CatalogueError(f"{where}, units_of_files: {error}") from None
    return tuple(spans)


def _bounds(where: str, entry: Any) -> Bounds:
    _refuse_unknown(f"{where}, plausible", entry, {"range", "readings"}, {"range", "readings", "growth", "change"})
    try:
        return parse_bounds(entry)
    except (BadBounds, FormulaError) as error:
        raise CatalogueError(f"{where}, plausible: {error}") from None


def _suppliers(name: str, entries: Any, series: Mapping[str, SeriesInfo]) -> tuple[Supplier, ...]:
    if not isinstance(entries, list) or not entries:
        raise CatalogueError(f"concept {name!r}: it must be a non-empty list of suppliers")
    suppliers = []
    for position, entry in enumerate(entries):
        where = f"concept {name!r}, supplier {position}"
        _refuse_unknown(where, entry, {"series", "exact"}, {"series", "formula", "exact", "reason"})
        codes = tuple(map(str, entry["series"]))
        if unknown := [code for code in codes if code not in series]:
            raise CatalogueError(f"{where}: series {', '.join(unknown)} not in the catalogue")
        if "formula" not in entry and len(codes) != 1:
            raise CatalogueError(f"{where}: several series need a formula")
        formula = _formula(where, entry.get("formula", codes[0]))
        if set(formula.names) != set(codes):
            raise CatalogueError(f"{where}: formula {formula.text!r} must use exactly the series {', '.join(codes)}")
        reason = str(entry.get("reason", "")).strip()
        if not isinstance(entry["exact"], bool):
            raise CatalogueError(f"{where}: exact must be true or false")
        if not entry["exact"] and not reason:
            raise CatalogueError(f"{where}: a substitute must give its reason")
        suppliers.append(Supplier(series=codes, formula=formula, exact=entry["exact"], reason=reason))
    return tuple(suppliers)


def _variable(name: str, entry: Any, concepts: Mapping[str, tuple[Supplier, ...]]) -> Variable:
    where = f"variable {name!r}"
    keys = {"label", "unit", "formula", "trend", "published_decision", "plausible"}
    _refuse_unknown(where, entry, keys, keys)
    formula = _formula(where, entry["formula"])
    if unknown := [concept for concept in formula.names if concept not in concepts]:
        raise CatalogueError(f"{where}: concept {', '.join(unknown)} not in the catalogue")
    return Variable(
        name=name,
        label=str(entry["label"]),
        unit=str(entry["unit"]),
        formula=formula,
        trend=_one_of(where, "trend", entry["trend"], TRENDS),
        published_decision=_one_of(where, "published_decision", entry["published_decision"], DECISIONS),
        plausible=_bounds(where, entry["plausible"]),
    )


def _comparison(entry: Any, series: Mapping[str, SeriesInfo]) -> Comparison:
    keys = {"name", "exact", "substitute"}
    _refuse_unknown("comparisons", entry, keys, keys)
    where = f"comparison {entry['name']!r}"
    exact, substitute = _formula(where, entry["exact"]), _formula(where, entry["substitute"])
    if unknown := [code for code in (*exact.names, *substitute.names) if code not in series]:
        raise CatalogueError(f"{where}: series {', '.join(unknown)} not in the catalogue")
    return Comparison(name=str(entry["name"]), exact=exact, substitute=substitute)
