"""What of each claim holds, as a table, as Markdown for a README, and as plain values for the report."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from frictions.report.document.names import readable
from frictions.report.headlines import Headline, Question
from frictions.report.small_figures import multiples_drawing, response_drawing


def headline_rows(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """One row a claim, for a table of the contract."""
    return [
        {
            "source": question.name,
            "claim": headline.name,
            "text": headline.claim,
            "outcome": headline.outcome,
            "items": len(headline.items),
            **headline.verdicts,
            "unexplained": headline.unexplained,
            "holds_in": headline.holds_in,
            "found": headline.found,
            "why": headline.why,
            "figure": headline.figure,
        }
        for question in questions
        for headline in question.headlines
    ]


def plain_questions(questions: Sequence[Question], responses: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """Questions and claims as plain values, with a small drawing for each claim that has numbers.

    Parameters
    ----------
    questions : sequence of Question
    responses : mapping of str to DataFrame
        The contract's ``irf.csv`` of the samples that curves name, by path.
    """
    return [
        {
            "name": question.name,
            "title": question.title,
            "source": question.source,
            "question": question.question,
            "summary": question.summary,
            "headlines": [
                {
                    "name": headline.name,
                    "claim": headline.claim,
                    "outcome": headline.outcome,
                    "counted": headline.counted,
                    "found": headline.found,
                    "why": headline.why,
                    "holds_in": headline.holds_in,
                    "figure": headline.figure,
                    "drawing": _drawing(headline, responses),
                    "drawn": _drawn(headline),
                }
                for headline in question.headlines
            ],
        }
        for question in questions
    ]


def headlines_text(questions: Sequence[Question]) -> str:
    """The claims and what of them holds as Markdown, for a README."""
    blocks = []
    for question in questions:
        lines = [
            f"- *{headline.claim}* **{headline.outcome.capitalize()}** ({headline.counted}). {headline.found}".rstrip()
            + (f" {headline.why}" if headline.why else "")
            for headline in question.headlines
        ]
        blocks.append("\n".join([f"**{question.title}** ({question.source}). {question.question}", "", *lines]))
    return "\n\n".join(blocks) + "\n"


def _drawing(headline: Headline, responses: Mapping[str, pd.DataFrame]) -> str:
    if headline.curve:
        table = responses[headline.curve["file"]]
        own = table[table["variable"] == headline.curve["variable"]]
        return response_drawing(own["point"], (own["lower"], own["upper"]))
    return multiples_drawing(headline.pairs)


def _drawn(headline: Headline) -> str:
    """What the small drawing shows, for those who do not see it."""
    if headline.curve:
        return f"Our response of {readable(headline.curve['variable'])}"
    return "Our numbers as multiples of the printed ones" if headline.pairs else ""
