"""What the specifications say about the claims, in words."""

import pandas as pd

from frictions.report.document.names import readable

DIMENSIONS = {
    "data": "data",
    "sample": "sample",
    "detrending": "detrending",
    "unit_roots": "unit roots",
    "order": "recursive order",
    "lags": "lags",
    "estimator": "estimator",
    "band": "band",
}
"""What dimensions are called; others by their own name."""

ROBUST, FRAGILE = 0.9, 0.5
"""Shares of the specifications from which a claim is called robust, and below which it does not usually hold."""


def dimension_label(name: str) -> str:
    """What a dimension of choices is called."""
    return DIMENSIONS.get(name, readable(name))


def holds_in(row: pd.Series) -> str:
    """Specifications in which a claim holds, of how many."""
    return f"{row['holds']} of {row['specifications']}"


def in_specifications(row: pd.Series) -> str:
    """How often a claim holds, for the scoreboard."""
    return f"holds in {holds_in(row)} specifications"


def item_sentences(claims: pd.DataFrame) -> dict[str, str]:
    """By item of the scoreboard: in how many specifications the claim about it holds."""
    named = claims[claims["item"].notna()]
    return {
        str(row["item"]): f"Over other samples, data and methods the claim that {_clause(row['text'])} "
        f"{in_specifications(row)}."
        for _, row in named.iterrows()
    }


def item_counts(claims: pd.DataFrame) -> dict[str, str]:
    """By item of the scoreboard: how many specifications its claim holds in, for a column."""
    named = claims[claims["item"].notna()]
    return {str(row["item"]): holds_in(row) for _, row in named.iterrows()}


def claim_counts(claims: pd.DataFrame) -> dict[str, str]:
    """By claim: how many specifications it holds in."""
    return {str(row["claim"]): holds_in(row) for _, row in claims.iterrows()}


def paragraph(claims: pd.DataFrame) -> str:
    """Which claims are robust, and what decides about the others.

    Parameters
    ----------
    claims : DataFrame
        The contract's ``robustness/claims.csv``.
    """
    robust = claims[claims["share"] >= ROBUST]
    fragile = claims[claims["share"] < FRAGILE].sort_values("share", kind="stable")
    between = claims[(claims["share"] < ROBUST) & (claims["share"] >= FRAGILE)]
    sentences = [
        f"Of {len(claims)} claims {_hold(robust)} in {ROBUST:.0%} of the specifications or more"
        + (f": {_listed(robust)}." if len(robust) else ".")
    ]
    if len(between):
        sentences.append(f"{_hold(between)} in most but not in {ROBUST:.0%}: {_listed(between)}.")
    if len(fragile):
        sentences.append(f"{_hold(fragile)} in fewer than half: {_listed(fragile)}.")
    single = claims[claims["changes_to_flip"] == 1]
    if len(single):
        decisive = single["most_decisive"].map(dimension_label).value_counts()
        sentences.append(
            f"One change of the published choices turns {len(single)} around; what matters most to "
            f"{'them' if len(single) > 1 else 'it'} is "
            + ", ".join(f"the {name} ({count})" for name, count in decisive.items())
            + "."
        )
    firm = claims[claims["changes_to_flip"] != 1]
    if len(firm):
        sentences.append(f"No single change turns around {len(firm)}: {_listed(firm)}.")
    return " ".join(sentences)


def _hold(claims: pd.DataFrame) -> str:
    return f"{len(claims)} {'holds' if len(claims) == 1 else 'hold'}"


def _clause(text: str) -> str:
    """A sentence as a part of another."""
    return text[0].lower() + text[1:].removesuffix(".")


def _listed(claims: pd.DataFrame) -> str:
    return "; ".join(f"{_clause(row['text'])} ({row['share']:.0%})" for _, row in claims.iterrows())
