"""Which series of two vintages differ, where, and by how much."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from frictions.data.plan import Plan


@dataclass(frozen=True)
class Revision:
    """One series that differs between two vintages.

    Attributes
    ----------
    series : str
        Catalogue code; for a concept that the two vintages make from other series, the concept.
    kind : {"values", "rebased", "span", "supplier"}
        Values differ; they differ by a constant factor only, as after a change of the base year; only the span
        differs; the concept is made from other series.
    changed_quarters, changed_in_sample : int
        Quarters of both vintages with different values, all and up to the end of the sample.
    first_changed, last_changed : str
        Such quarters; empty if there are none.
    largest_revision, largest_in_sample : float
        Largest relative change of a value, percent of the first vintage's value, over all quarters and up to the end
        of the sample.
    largest_growth_in_sample : float
        Largest change of a quarterly growth rate up to the end of the sample, percentage points; NaN for a series that
        is not positive throughout.
    added_quarters, removed_quarters : int
        Quarters with a value in the second or the first vintage only.
    """

    series: str
    kind: str
    changed_quarters: int
    changed_in_sample: int
    first_changed: str
    last_changed: str
    largest_revision: float
    largest_in_sample: float
    largest_growth_in_sample: float
    added_quarters: int
    removed_quarters: int


REBASED = 1e-4
"""Values whose ratio is constant to this share count as rebased: published indexes have four digits or more."""


def revision_of(code: str, first: pd.Series, second: pd.Series, end: pd.Period) -> Revision | None:
    """Compare two vintages of one series.

    Parameters
    ----------
    code : str
    first, second : Series
        Quarterly values; missing where there are none.
    end : Period
        Last quarter of the sample.

    Returns
    -------
    Revision or None
        None if they hold the same values in the same quarters.
    """
    first, second = first.dropna(), second.dropna()
    common = first.index.intersection(second.index)
    old, new = first[common], second[common]
    changed = common[(old != new).to_numpy()]
    added, removed = len(second) - len(common), len(first) - len(common)
    if not len(changed) and not added and not removed:
        return None
    differences = 100.0 * ((new - old)[old != 0] / old[old != 0]).abs()
    ratio = new / old if (old > 0).all() and (new > 0).all() else None
    kind = "values"
    if not len(changed):
        kind = "span"
    elif ratio is not None and len(changed) == len(common) and float(ratio.max() / ratio.min()) < 1.0 + REBASED:
        kind = "rebased"
    growth = float("nan") if ratio is None else _largest(100.0 * np.log(ratio).diff().abs().loc[:end])
    return Revision(
        series=code,
        kind=kind,
        changed_quarters=len(changed),
        changed_in_sample=int((changed <= end).sum()),
        first_changed=str(changed[0]) if len(changed) else "",
        last_changed=str(changed[-1]) if len(changed) else "",
        largest_revision=_largest(differences),
        largest_in_sample=_largest(differences.loc[:end]),
        largest_growth_in_sample=growth,
        added_quarters=added,
        removed_quarters=removed,
    )


def other_suppliers(first: Plan, second: Plan) -> tuple[str, ...]:
    """Concepts that two vintages make from other series or by another formula."""
    return tuple(name for name, position in first.positions.items() if second.positions[name] != position)


def shared_series(first: Plan, second: Plan) -> tuple[str, ...]:
    """Series of the concepts that both vintages make in the same way, in order of first use."""
    different = other_suppliers(first, second)
    return tuple(
        dict.fromkeys(
            code for name, supplier in first.suppliers.items() if name not in different for code in supplier.series
        )
    )


def list_revisions(
    first: pd.DataFrame, second: pd.DataFrame, plans: tuple[Plan, Plan], end: pd.Period
) -> list[Revision]:
    """List the series that differ between two vintages.

    Parameters
    ----------
    first, second : DataFrame
        Series used by each vintage, quarterly and untransformed.
    plans : pair of Plan
        Which supplier each vintage takes.
    end : Period
        Last quarter of the sample.

    Returns
    -------
    list of Revision
        Series that both use and that differ, in the order of the catalogue; then concepts with another supplier.
    """
    nan = float("nan")
    found = [revision_of(code, first[code], second[code], end) for code in shared_series(*plans)]
    suppliers = [Revision(name, "supplier", 0, 0, "", "", nan, nan, nan, 0, 0) for name in other_suppliers(*plans)]
    return [revision for revision in found if revision is not None] + suppliers


def _largest(sizes: pd.Series) -> float:
    """Largest value; zero where there is none."""
    return float(sizes.max()) if sizes.notna().any() else 0.0
