"""Solve the points of one job and lay them out as a tidy table."""

from collections.abc import Callable, Mapping, Sequence
from logging import Logger
from typing import Any

import pandas as pd

from frictions.certificates import certify
from frictions.errors import FrictionsError
from frictions.sweeps.grid import Point

Solve = Callable[[Mapping[str, float]], Mapping[str, Mapping[str, float]]]
"""From the changed parameters to quantities by group; raises a ``FrictionsError`` where there is no solution."""

SOLVED = "ok"
"""Status of a point that has a solution."""


def solve_points(
    solve: Solve,
    points: Mapping[int, Point],
    fixed: Mapping[str, float],
    outputs: Sequence[str],
    log: Logger,
) -> pd.DataFrame:
    """Solve points one after the other, each from nothing.

    Parameters
    ----------
    solve : callable
        The model, from one of the modules named after them.
    points : mapping
        Values of the varied parameters by number of the point.
    fixed : mapping
        Other parameters that differ from the base.
    outputs : sequence of str
        Groups of quantities to keep.
    log : Logger
        Takes how many points have no solution, and why.

    Returns
    -------
    DataFrame
        Columns point, the varied parameters, quantity (``group.name``), value, status. A point without a solution has
        one row with an empty quantity, a missing value, and the name of its error as status.
    """
    rows: list[dict[str, Any]] = []
    reasons: dict[str, str] = {}
    for number, point in points.items():
        try:
            found = solve({**fixed, **point})
        except FrictionsError as error:
            reasons.setdefault(type(error).__name__, f"point {number}: {' '.join(str(error).split())}")
            rows.append(
                {"point": number, **point, "quantity": "", "value": float("nan"), "status": type(error).__name__}
            )
            continue
        rows += [
            {"point": number, **point, "quantity": f"{group}.{name}", "value": float(value), "status": SOLVED}
            for group in outputs
            for name, value in found[group].items()
        ]
    for name, reason in reasons.items():
        count = sum(row["status"] == name for row in rows)
        log.info("%d of %d points without a solution: %s, first at %s", count, len(points), name, reason)
    names = list(next(iter(points.values()))) if points else []
    frame = pd.DataFrame(rows, columns=["point", *names, "quantity", "value", "status"])
    return frame.astype({"point": "int64", **dict.fromkeys([*names, "value"], "float64")})


def split_parameters(
    base: Mapping[str, Any], section: str, changes: Mapping[str, float]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put changed parameters where the base has them: into its section, or beside it.

    Returns
    -------
    pair of dict
        The section, and everything beside it.
    """
    inner = dict(base[section])
    outer = {name: value for name, value in base.items() if name != section}
    for name, value in changes.items():
        holder = outer if name in outer else inner
        # Counts, such as the states of a Markov chain, must stay whole numbers.
        count = isinstance(holder.get(name), int) and float(value).is_integer()
        holder[name] = int(value) if count else value
    return inner, outer


def paths(responses: Mapping[str, Sequence[float]], periods: int, first: int = 0) -> dict[str, float]:
    """Quantities ``variable.period`` from paths; ``first`` is the number of the first period."""
    return {
        f"{variable}.{first + period}": float(path[period])
        for variable, path in responses.items()
        for period in range(min(periods, len(path)))
    }


def certified(certificate: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """Values of a certificate whose bounds hold.

    Raises
    ------
    CertificateFailed
        If one does not.
    """
    return {row.quantity: row.value for row in certify(certificate)}
