"""What the specifications say together: how often a claim holds, what it depends on, and what flips it."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from frictions.arrays import Array
from frictions.robustness.claims import Claim

KEYS = ["specification", "kind", "drawn", "changes"]
"""Columns of the table of specifications besides its dimensions and what became of each."""

DIMENSION_COLUMNS = [
    "claim",
    "dimension",
    "lowest_share",
    "highest_share",
    "share_range",
    "range_by_chance",
    "variance_share",
    "together",
]

_DEALS, _DEALING = 500, 20190702
"""How often answers are dealt out at random, and the seed."""

STATUS = "failure"
"""Column that says why a specification could not be estimated; empty where it was."""


def dimensions_of(specifications: pd.DataFrame) -> list[str]:
    """Names of the dimensions, in order."""
    return [str(name) for name in specifications if name not in (*KEYS, STATUS)]


def choice_rows(readings: pd.DataFrame, specifications: pd.DataFrame) -> pd.DataFrame:
    """Share of drawn specifications in which a claim holds, by dimension and choice.

    Parameters
    ----------
    readings : DataFrame
        Columns specification, claim, value, holds.
    specifications : DataFrame
        As :func:`frictions.robustness.specifications.specification_rows` makes them, with :data:`STATUS`.

    Returns
    -------
    DataFrame
        Columns claim, dimension, choice, specifications (that were estimated), holds, share, mean_value.
    """
    table = _drawn(readings, specifications)
    parts = []
    for dimension in dimensions_of(specifications):
        options = list(dict.fromkeys(specifications[dimension].map(str)))
        grouped = table.assign(choice=table[dimension].map(str)).groupby(["claim", "choice"], sort=False)
        found = grouped.agg(specifications=("holds", "size"), holds=("holds", "sum"), mean_value=("value", "mean"))
        claims = list(dict.fromkeys(readings["claim"]))
        wanted = pd.MultiIndex.from_product([claims, options], names=["claim", "choice"])
        found = found.reindex(wanted).reset_index()
        found.insert(1, "dimension", dimension)
        parts.append(found)
    rows = pd.concat(parts, ignore_index=True)
    rows[["specifications", "holds"]] = rows[["specifications", "holds"]].fillna(0).astype(int)
    rows["share"] = rows["holds"] / rows["specifications"].where(rows["specifications"] > 0)
    columns = ["claim", "dimension", "choice", "specifications", "holds", "share", "mean_value"]
    order = {name: place for place, name in enumerate(dict.fromkeys(readings["claim"]))}
    return rows[columns].sort_values("claim", key=lambda names: names.map(order), kind="stable", ignore_index=True)


def dimension_rows(readings: pd.DataFrame, specifications: pd.DataFrame) -> pd.DataFrame:
    """What each dimension explains of a claim.

    ``lowest_share`` and ``highest_share`` are of its choices, ``share_range`` their difference. Shares of few
    specifications differ by chance, and the more so the more choices there are: ``range_by_chance`` is the mean
    difference when the same answers are dealt out to the specifications at random. ``variance_share`` is
    the share of the variance of the value, over the drawn specifications that have one, that the means by choice
    explain (η²); ``together`` is what all dimensions explain in one linear model without interactions.

    Returns
    -------
    DataFrame
        Columns claim, dimension, lowest_share, highest_share, share_range, range_by_chance, variance_share, together.
    """
    table, dimensions = _drawn(readings, specifications), dimensions_of(specifications)
    choices = choice_rows(readings, specifications)
    rows = []
    for claim, by_choice in choices.groupby("claim", sort=False):
        answers = table[table["claim"] == claim]
        own = answers[answers["value"].notna()]
        value = own["value"].to_numpy()
        together = explained(value, [own[name].map(str).to_numpy() for name in dimensions])
        for dimension in dimensions:
            shares = by_choice.loc[by_choice["dimension"] == dimension, "share"]
            alone = explained(value, [own[dimension].map(str).to_numpy()])
            low, high = shares.min(), shares.max()
            chance = range_by_chance(answers["holds"].to_numpy(), answers[dimension].map(str).to_numpy())
            rows.append((claim, dimension, low, high, high - low, chance, alone, together))
    return pd.DataFrame(rows, columns=DIMENSION_COLUMNS)


def range_by_chance(holds: np.ndarray, options: np.ndarray) -> float:
    """Mean difference of the highest and lowest share of (n,) answers by option, when they are dealt out at random."""
    if not len(holds):
        return float("nan")
    places = np.unique(options, return_inverse=True)[1]
    members = np.eye(places.max() + 1)[places]
    stream = np.random.default_rng(_DEALING)
    dealt = np.stack([stream.permutation(holds) for _ in range(_DEALS)]).astype(float)
    return float(np.ptp(dealt @ (members / members.sum(axis=0)), axis=1).mean())


def explained(value: Array, factors: Sequence[np.ndarray]) -> float:
    """Share of the variance of (n,) values that main effects of factors explain; not a number without variance."""
    if len(value) < 2 or np.ptp(value) <= 1e-12 * np.abs(value).max():
        return float("nan")
    dummies = [np.ones(len(value)), *(column for factor in factors for column in _dummies(factor))]
    fitted = np.column_stack(dummies) @ np.linalg.lstsq(np.column_stack(dummies), value, rcond=None)[0]
    deviation = value - value.mean()
    return float(1.0 - np.sum((value - fitted) ** 2) / np.sum(deviation**2))


def _dummies(factor: np.ndarray) -> list[Array]:
    return [(factor == option).astype(float) for option in list(dict.fromkeys(factor))[1:]]


def flip_rows(readings: pd.DataFrame, specifications: pd.DataFrame) -> pd.DataFrame:
    """The smallest changes from the published specification after which a claim says the opposite.

    All specifications that were estimated count, drawn or not; those with the fewest changed choices are listed. Every
    change of one choice is among them, so a claim that is listed with more holds its own against each single change.

    Returns
    -------
    DataFrame
        Columns claim, specification, changes, and ``changed``: the changed choices in words.
    """
    table = readings.merge(specifications, on="specification")
    dimensions, rows = dimensions_of(specifications), []
    for claim, own in table.groupby("claim", sort=False):
        published = own[own["kind"] == "published"]
        if published.empty:
            continue
        first = published.iloc[0]
        flipped = own[own["holds"] != first["holds"]]
        for _, row in flipped[flipped["changes"] == flipped["changes"].min()].iterrows():
            changed = "; ".join(f"{name}: {row[name]}" for name in dimensions if str(row[name]) != str(first[name]))
            rows.append((claim, row["specification"], row["changes"], changed))
    return pd.DataFrame(rows, columns=["claim", "specification", "changes", "changed"])


def in_order(readings: pd.DataFrame, claims: Sequence[Claim]) -> pd.DataFrame:
    """Readings by the number of their specification, and by the order of the claims."""
    places = {claim.name: place for place, claim in enumerate(claims)}
    order = readings["claim"].map(places)
    return readings.assign(place=order).sort_values(["specification", "place"], ignore_index=True).drop(columns="place")


def claim_rows(
    claims: Sequence[Claim],
    readings: pd.DataFrame,
    specifications: pd.DataFrame,
    dimensions: pd.DataFrame,
    flips: pd.DataFrame,
) -> pd.DataFrame:
    """One row a claim: how robust it is.

    Parameters
    ----------
    claims : sequence of Claim
    readings, specifications : DataFrame
    dimensions, flips : DataFrame
        From :func:`dimension_rows` and :func:`flip_rows`.

    Returns
    -------
    DataFrame
        Columns claim, text, item, specifications (drawn and estimated), holds, share, published_value,
        published_holds, median_value, most_decisive (the dimension whose choices differ most in their shares, less
        what chance gives), its share_range and range_by_chance, changes_to_flip (0 where nothing flips it) and flips
        (those changes, a bar between two).
    """
    drawn, published = _drawn(readings, specifications), readings[readings["specification"] == 0].set_index("claim")
    rows = []
    for claim in claims:
        own = drawn[drawn["claim"] == claim.name]
        mine = dimensions[dimensions["claim"] == claim.name]
        beyond = mine["share_range"] - mine["range_by_chance"]
        decisive = mine.assign(beyond=beyond).sort_values("beyond", ascending=False, kind="stable")
        flip = flips[flips["claim"] == claim.name]
        rows.append(
            {
                "claim": claim.name,
                "text": claim.text,
                "item": claim.item,
                "specifications": len(own),
                "holds": int(own["holds"].sum()),
                "share": own["holds"].mean(),
                "published_value": published["value"].get(claim.name),
                "published_holds": published["holds"].get(claim.name),
                "median_value": own["value"].median(),
                "most_decisive": decisive["dimension"].iloc[0],
                "share_range": decisive["share_range"].iloc[0],
                "range_by_chance": decisive["range_by_chance"].iloc[0],
                "changes_to_flip": int(flip["changes"].iloc[0]) if len(flip) else 0,
                "flips": " | ".join(flip["changed"]),
            }
        )
    return pd.DataFrame(rows)


def _drawn(readings: pd.DataFrame, specifications: pd.DataFrame) -> pd.DataFrame:
    """Readings of the drawn specifications with their choices."""
    table = readings.merge(specifications, on="specification")
    return table[table["drawn"]]
