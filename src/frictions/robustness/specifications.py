"""Which combinations of choices are run: all of them, or a sample that is balanced in every dimension."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from frictions.hypotheses.family import Family
from frictions.options import at_least

Kind = Literal["published", "one_change", "drawn"]


@dataclass(frozen=True)
class Specification:
    """One combination of choices.

    Attributes
    ----------
    number : int
        From 0, which is the published specification.
    choices : mapping of str to Any
        Option by dimension.
    changes : tuple of str
        Dimensions in which it differs from the published one.
    drawn : bool
        Whether it belongs to the combinations that shares are of; a change of one choice may be run besides them.
    """

    number: int
    choices: Mapping[str, Any]
    changes: tuple[str, ...]
    drawn: bool


def specifications(family: Family, limit: int, seed: int) -> list[Specification]:
    """The published specification, every change of one choice, and all combinations or a balanced sample of them.

    Parameters
    ----------
    family : Family
        The published choice first in every dimension.
    limit : int
        Largest number of combinations that are drawn.
    seed : int

    Returns
    -------
    list of Specification
        In the order of their numbers. A change of one choice that cannot be made alone is not among them.
    """
    at_least("limit", limit, 1)
    codes = admissible(family)
    drawn = range(len(codes)) if len(codes) <= limit else balanced_sample(codes, limit, seed)
    changed = codes != 0
    alone = np.flatnonzero(changed.sum(axis=1) <= 1)
    among, apart = set(drawn), set(alone.tolist())
    order = [*alone.tolist(), *(place for place in drawn if place not in apart)]
    names = list(family.choices)
    return [
        Specification(
            number,
            {name: family.choices[name][code] for name, code in zip(names, codes[place], strict=True)},
            tuple(name for name, differs in zip(names, changed[place], strict=True) if differs),
            place in among,
        )
        for number, place in enumerate(order)
    ]


def admissible(family: Family) -> np.ndarray:
    """Combinations that the rules leave, as positions of options, shape (combinations, dimensions).

    They are those of :meth:`~frictions.hypotheses.family.Family.variants` in the same order; families here have some
    hundred thousand.
    """
    codes = _every_combination(family)
    return codes[~np.logical_or.reduce([np.zeros(len(codes), dtype=bool), *_left_out(family, codes)])]


def _every_combination(family: Family) -> np.ndarray:
    sizes = [len(options) for options in family.choices.values()]
    return np.stack(np.unravel_index(np.arange(family.combinations), sizes), axis=1)


def _left_out(family: Family, codes: np.ndarray) -> list[np.ndarray]:
    """Which combinations each rule leaves out."""
    names = list(family.choices)
    return [
        np.logical_and.reduce(
            [
                np.isin(codes[:, names.index(name)], [list(family.choices[name]).index(option) for option in options])
                for name, options in rule.items()
            ]
        )
        for rule in family.excluded
    ]


def balanced_sample(codes: np.ndarray, size: int, seed: int) -> list[int]:
    """Combinations that hold the options of every dimension in the proportions of all combinations.

    One after another, the combination is taken whose options are farthest behind their proportions, summed over the
    dimensions; among equals a seeded order decides, which mixes the dimensions. Where nothing is excluded, options of
    a dimension differ in number by one at most.

    Parameters
    ----------
    codes : (combinations, dimensions) array of int
        Position of the option that each has.
    size : int
        How many to take, at most all.
    seed : int

    Returns
    -------
    list of int
        Rows of ``codes``, in the order of taking.
    """
    order = np.random.default_rng(seed).permutation(len(codes))
    shuffled = np.ascontiguousarray(codes[order].T)
    shares = [np.bincount(code) / len(codes) for code in shuffled]
    counts = [np.zeros(len(share)) for share in shares]
    free = np.zeros(len(codes))
    taken = []
    for number in range(1, min(size, len(codes)) + 1):
        behind = free.copy()
        for code, share, count in zip(shuffled, shares, counts, strict=True):
            behind += np.round(share * number - count, 9)[code]
        place = int(behind.argmax())
        free[place] = -np.inf
        taken.append(int(order[place]))
        for code, count in zip(shuffled, counts, strict=True):
            count[code[place]] += 1
    return taken


def specification_rows(chosen: Sequence[Specification]) -> pd.DataFrame:
    """One row a specification: its number, kind, number of changes and one column a dimension."""
    rows = [
        {
            "specification": one.number,
            "kind": kind_of(one),
            "drawn": one.drawn,
            "changes": len(one.changes),
            **one.choices,
        }
        for one in chosen
    ]
    return pd.DataFrame(rows)


def kind_of(one: Specification) -> Kind:
    """Whether a specification is the published one, a change of one choice, or another combination."""
    return "published" if not one.changes else "one_change" if len(one.changes) == 1 else "drawn"


def exclusion_rows(family: Family) -> pd.DataFrame:
    """How many combinations each rule leaves out.

    Columns ``rule``, ``combinations`` (that the rule forbids) and ``alone`` (that no rule before it forbids).
    """
    codes = _every_combination(family)
    rows, before = [], np.zeros(len(codes), dtype=bool)
    for rule, left_out in zip(family.excluded, _left_out(family, codes), strict=True):
        said = "; ".join(f"{name}: {', '.join(map(str, options))}" for name, options in rule.items())
        rows.append((said, int(left_out.sum()), int((left_out & ~before).sum())))
        before |= left_out
    return pd.DataFrame(rows, columns=["rule", "combinations", "alone"])
