"""How much of a group of printed numbers each variant of a family gives, and whether chance gives as much."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import factorial, prod

import numpy as np
import numpy.typing as npt

from frictions.verdicts import Found, Printed, Rule, Verdict, verdict

Bools = npt.NDArray[np.bool_]

MOST_ASSIGNMENTS = 2000
"""Assignments of the printed values to the items that are tried; a seeded sample where there are more."""


@dataclass(frozen=True, eq=False)
class Judged:
    """A family held against the printed values of its group.

    Attributes
    ----------
    verdicts : list of lists of Verdict
        By variant and item.
    agrees : (variants, items) array
        Whether the verdict is any but ``differs``.
    nearer : (variants, items) array
        Whether the value lies nearer to the printed one than that of the first variant, the main run's, or agrees where
        that one does not.
    best : int
        The variant that gives most items; of several the first.
    chance : float or None
        Share of the assignments of the printed values to the items of one class for which some variant of the family
        gives as many as the best one gives of the actual values. Near one, agreement means nothing; the size of the
        family and the likeness of its variants are in it. None where every class has one value only.
    """

    verdicts: list[list[Verdict]]
    agrees: Bools
    nearer: Bools
    best: int
    chance: float | None

    @property
    def holds(self) -> bool:
        """Whether one variant gives every item."""
        return bool(self.agrees[self.best].all())

    @property
    def moves_all(self) -> Bools:
        """By variant: whether every item that differs in the main run comes nearer, and none that agrees is lost."""
        differing = ~self.agrees[0]
        moved = self.nearer[:, differing].all(axis=1) & self.agrees[:, ~differing].all(axis=1)
        return np.asarray(moved & differing.any())


def judge(
    values: Sequence[Sequence[Found]],
    printed: Sequence[Printed],
    rules: Sequence[Rule],
    classes: Sequence[str],
    seed: int = 0,
) -> Judged:
    """Judge every variant by the rules of the scoreboard.

    Parameters
    ----------
    values : (variants, items) nested sequence
        What each variant gives; None where it gives nothing.
    printed : sequence of Printed
        By item.
    rules : sequence of {"exact", "close", "sign"}
        By item.
    classes : sequence of str
        By item: printed values of one class could stand for each other, such as those of one column of a table.
    seed : int
        Of the assignments that are drawn where there are more than ``MOST_ASSIGNMENTS``.

    Returns
    -------
    Judged
    """
    verdicts = [
        [verdict(source, value, rule) for value, source, rule in zip(row, printed, rules, strict=True)]
        for row in values
    ]
    agrees = np.array(verdicts) != "differs"
    counts = agrees.sum(axis=1)
    best = int(counts.argmax())
    distances = np.array(
        [[_distance(value, source) for value, source in zip(row, printed, strict=True)] for row in values]
    )
    nearer = (distances < distances[0]) | (agrees & ~agrees[0])
    return Judged(verdicts, agrees, nearer, best, _chance(values, printed, rules, classes, int(counts[best]), seed))


def _distance(value: Found, source: Printed) -> float:
    """Of a number from the printed one; infinite for what is no number."""
    if isinstance(value, int | float) and isinstance(source.value, int | float):
        return abs(float(value) - float(source.value))
    return float("inf")


def _chance(
    values: Sequence[Sequence[Found]],
    printed: Sequence[Printed],
    rules: Sequence[Rule],
    classes: Sequence[str],
    reached: int,
    seed: int,
) -> float | None:
    """Share of assignments of the printed values for which the best variant reaches as many."""
    members = [[i for i, own in enumerate(classes) if own == name] for name in dict.fromkeys(classes)]
    if all(len({printed[i].text for i in group}) == 1 for group in members):
        return None
    # agreement[k][i]: by variant, whether the value printed for item k agrees with what is found for item i.
    agreement: dict[tuple[int, int], Bools] = {
        (k, i): np.array([verdict(printed[k], row[i], rules[i]) != "differs" for row in values])
        for group in members
        for k in group
        for i in group
    }
    reaching = [
        bool(np.sum([agreement[k, i] for i, k in enumerate(assigned)], axis=0).max() >= reached)
        for assigned in _assignments(members, [source.text for source in printed], seed)
    ]
    return float(np.mean(reaching))


def _assignments(members: Sequence[Sequence[int]], texts: Sequence[str], seed: int) -> Iterator[list[int]]:
    """For every item the item whose printed value it is given: all ways within the classes, or a seeded sample."""
    orders = [
        factorial(len(group)) // prod(factorial(repeats) for repeats in _repeats(group, texts)) for group in members
    ]
    if prod(orders) <= MOST_ASSIGNMENTS:
        yield from _every_assignment(members, texts)
        return
    rng = np.random.default_rng(seed)
    actual = list(range(len(texts)))
    yield actual
    for _ in range(MOST_ASSIGNMENTS - 1):
        assigned = actual.copy()
        for group in members:
            for place, source in zip(group, rng.permutation(group), strict=True):
                assigned[place] = int(source)
        yield assigned


def _repeats(group: Sequence[int], texts: Sequence[str]) -> list[int]:
    own = [texts[i] for i in group]
    return [own.count(text) for text in set(own)]


def _every_assignment(members: Sequence[Sequence[int]], texts: Sequence[str]) -> Iterator[list[int]]:
    """Every distinct assignment; equal printed values are not told apart."""
    if not members:
        yield [0] * len(texts)
        return
    group, *others = members
    for rest in _every_assignment(others, texts):
        for order in _distinct_orders(list(group), texts):
            assigned = rest.copy()
            for place, source in zip(group, order, strict=True):
                assigned[place] = source
            yield assigned


def _distinct_orders(group: list[int], texts: Sequence[str]) -> Iterator[list[int]]:
    if not group:
        yield []
        return
    for first in {texts[i]: i for i in reversed(group)}.values():
        rest = [i for i in group if i != first]
        for order in _distinct_orders(rest, texts):
            yield [first, *order]
