"""Which supplier makes each concept, given the series at hand: pure functions, no files."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from frictions.data.catalogue import Catalogue, Supplier
from frictions.errors import FrictionsError


class MissingSeries(FrictionsError):
    """No supplier of a concept has all its series; the message names variable, concept and series."""


class UnknownSupplier(FrictionsError):
    """The setting ``data.suppliers`` names a concept or a position that the catalogue does not have."""


@dataclass(frozen=True)
class Plan:
    """The supplier chosen for each concept that a variable uses.

    Parameters
    ----------
    positions : mapping
        Position of the chosen supplier in the catalogue's list, by concept.
    suppliers : mapping
        The supplier itself, by concept.
    """

    positions: Mapping[str, int]
    suppliers: Mapping[str, Supplier]


def concepts_used(catalogue: Catalogue) -> dict[str, list[str]]:
    """Variables that use each concept, in the catalogue's order.

    Returns
    -------
    dict
        Names of variables by concept.
    """
    used: dict[str, list[str]] = {}
    for variable in catalogue.variables.values():
        for concept in variable.formula.names:
            used.setdefault(concept, []).append(variable.name)
    return used


def choose_suppliers(
    catalogue: Catalogue, available: Collection[str], overrides: Mapping[str, int] | None = None
) -> Plan:
    """Choose for each concept the first supplier whose series are all available.

    Parameters
    ----------
    catalogue : Catalogue
        The catalogue.
    available : collection of str
        Codes that the chosen source holds.
    overrides : mapping, optional
        Position of the supplier to take instead, by concept (the setting ``data.suppliers``).

    Returns
    -------
    Plan

    Raises
    ------
    MissingSeries
        If no supplier of a concept is complete.
    UnknownSupplier
        If an override names a concept or position that does not exist.
    """
    overrides = dict(overrides or {})
    used = concepts_used(catalogue)
    for concept, position in overrides.items():
        if concept not in used:
            raise UnknownSupplier(f"data.suppliers: unknown concept {concept!r}; known are {', '.join(used)}")
        count = len(catalogue.concepts[concept])
        if isinstance(position, bool) or not isinstance(position, int) or not 0 <= position < count:
            raise UnknownSupplier(f"data.suppliers.{concept}: {position!r} is not a position from 0 to {count - 1}")
    positions: dict[str, int] = {}
    for concept, variables in used.items():
        suppliers = catalogue.concepts[concept]
        candidates = [overrides[concept]] if concept in overrides else range(len(suppliers))
        chosen = next((n for n in candidates if set(suppliers[n].series) <= set(available)), None)
        if chosen is None:
            ways = "; or ".join(
                "+".join(code for code in suppliers[n].series if code not in available) for n in candidates
            )
            raise MissingSeries(
                f"variable {variables[0]}, concept {concept}: the data hold no series for it: add {ways}"
            )
        positions[concept] = chosen
    return plan_from_positions(catalogue, positions)


def plan_from_positions(catalogue: Catalogue, positions: Mapping[str, int]) -> Plan:
    """Rebuild a plan from its positions, as rules hand it from one job to the next.

    Raises
    ------
    UnknownSupplier
        If a concept that a variable uses has no position.
    """
    suppliers = {}
    for concept in concepts_used(catalogue):
        position = positions.get(concept)
        if position is None or not 0 <= position < len(catalogue.concepts[concept]):
            raise UnknownSupplier(f"concept {concept}: no supplier at position {position!r}")
        suppliers[concept] = catalogue.concepts[concept][position]
    return Plan(positions={name: positions[name] for name in suppliers}, suppliers=suppliers)


def series_needed(plan: Plan) -> tuple[str, ...]:
    """Codes that a plan reads, in order of first use."""
    return tuple(dict.fromkeys(code for supplier in plan.suppliers.values() for code in supplier.series))


def exactness(plan: Plan) -> dict[str, tuple[bool, str]]:
    """Whether every supplier that uses a series is exact, with the reasons where not.

    Returns
    -------
    dict
        (exact, reason) by code.
    """
    result: dict[str, tuple[bool, str]] = {}
    for code in series_needed(plan):
        reasons = [
            f"{concept}: {supplier.reason}"
            for concept, supplier in plan.suppliers.items()
            if code in supplier.series and not supplier.exact
        ]
        result[code] = (not reasons, "; ".join(reasons))
    return result
