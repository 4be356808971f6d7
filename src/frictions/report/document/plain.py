"""The content of the report as plain values, the same for every layout."""

from collections.abc import Mapping
from typing import Any

from frictions.report.document.content import Content, Item
from frictions.report.document.names import named_in, readable
from frictions.report.document.notes import Block
from frictions.report.document.provenance import SHORT, Provenance
from frictions.report.document.scores import MARKS, MEANINGS, RULES_IN_WORDS, result_counts
from frictions.report.document.text_table import TextTable
from frictions.report.labels import answered
from frictions.verdicts import INPUTS


def plain(content: Content) -> dict[str, Any]:
    """Content as dictionaries, lists, texts and numbers.

    Parameters
    ----------
    content : Content

    Returns
    -------
    dict
        ``questions`` (what each source asks and what of its claims holds), ``marks``, ``counts`` (of
        results by part), ``all`` (of all results), ``unexplained`` (how many of them differ without an explanation),
        ``inputs`` (what is put in, counted apart; None without any), ``groups`` (the scoreboard by part and place,
        inputs last), ``errata``, ``note``, ``parts``, ``series``, ``files`` and ``totals``.
    """
    counts = result_counts(content.scores)
    items = content.items
    inputs = sum(counts["inputs"].values())
    return {
        "questions": _questions(content),
        "marks": MARKS,
        "meanings": MEANINGS,
        "sources": list(dict.fromkeys(score.source for score in content.scores)),
        "counts": [
            {"part": part, "items": sum(verdicts.values()), "verdicts": verdicts}
            for part, verdicts in counts["parts"].items()
        ],
        "all": {"items": sum(counts["all"].values()), "verdicts": counts["all"]},
        "unexplained": counts["unexplained"],
        "input_part": INPUTS,
        "inputs": {"items": inputs, "verdicts": counts["inputs"]} if inputs else None,
        "groups": _groups(content),
        "causes": list(dict.fromkeys(score.cause for score in content.scores if score.cause)),
        "specified": any(score.about.holds_in for score in content.scores),
        "errata": _entries(content.errata),
        "note": [_block(block) for block in content.attention_note],
        "parts": [
            {"name": part.name, "title": part.title, "items": [_item(item) for item in part.items]}
            for part in content.parts
        ],
        "series": _table(content.series),
        "files": _table(content.files),
        "totals": {
            "tables": sum(item.table is not None for item in items),
            "figures": sum(item.drawing is not None for item in items),
            "errata": len(content.errata.rows),
            "series": len(content.series.rows),
        },
    }


def _questions(content: Content) -> list[dict[str, Any]]:
    """Questions with a link for each claim to a table or figure that this report has."""
    labels = _labels(content)
    return [
        {
            **question,
            "headlines": [
                {**headline, "look_at": _look_at(headline["figure"], labels)} for headline in question["headlines"]
            ],
        }
        for question in content.questions
    ]


def _look_at(name: str, labels: Mapping[str, str]) -> dict[str, str] | None:
    return {"name": name, "label": labels[name]} if name in labels else None


def _labels(content: Content) -> dict[str, str]:
    """What to call a table or figure in a link: its number in the source, or its title where it has none."""
    return {item.name: item.label if item.label[-1].isdigit() else item.title for item in content.items}


def foot(path: str, provenance: Provenance) -> list[dict[str, str]]:
    """Lines below an item: what is named, and the text."""
    lines = [
        ("File", path),
        (
            "Made by",
            f"{provenance.rule}, code {provenance.code[:SHORT]}; {provenance.steps} steps, "
            f"chain {provenance.chain[:SHORT]}",
        ),
        ("Inputs", "; ".join(f"{path} {checksum[:SHORT]}" for path, checksum in provenance.inputs.items())),
        ("Settings", "; ".join(f"{readable(name)} {value}" for name, value in provenance.settings.items())),
        ("Seeds", "; ".join(f"{readable(name)} {value}" for name, value in provenance.seeds.items())),
    ]
    return [{"name": name, "text": text} for name, text in lines if text]


def _groups(content: Content) -> list[dict[str, Any]]:
    """The scoreboard by part, then by consecutive place, with our table or figure of that number."""
    labels = _labels(content)
    groups: dict[str, list[dict[str, Any]]] = {}
    for score in content.scores:
        places = groups.setdefault(score.part, [])
        if not places or places[-1]["place"] != score.place:
            numbered = named_in(score.place)
            places.append({"place": score.place, "look_at": _look_at(numbered, labels), "scores": []})
        places[-1]["scores"].append(
            {
                "item": score.item,
                "words": score.about.words,
                "symbol": score.about.symbol,
                "file": score.about.file,
                "source": score.source,
                "published": answered(score.published),
                "replicated": answered(score.outcome.replicated),
                "difference": score.outcome.difference,
                "verdict": score.outcome.verdict,
                "mark": MARKS[score.outcome.verdict],
                "rule": RULES_IN_WORDS.get(score.rule, score.rule),
                "cause": score.cause,
                "note": score.note,
                "holds_in": score.about.holds_in,
                "modes": {
                    mode: [answered(outcome.replicated), outcome.difference, outcome.verdict]
                    for mode, outcome in score.modes.items()
                },
            }
        )
    for places in groups.values():
        for place in places:
            notes = {score["note"] for score in place["scores"]}
            # Said once where it holds for all of several items.
            place["note"] = notes.pop() if len(notes) == 1 and len(place["scores"]) > 1 else ""
    # What is put in comes last: a reader looks for what was found.
    ordered = sorted(groups, key=lambda part: part == INPUTS)
    return [{"part": part, "places": groups[part]} for part in ordered]


def _item(item: Item) -> dict[str, Any]:
    return {
        "name": item.name,
        "label": item.label,
        "title": item.title,
        "notes": list(item.notes),
        "table": _table(item.table) if item.table else None,
        "size": [item.drawing.width, item.drawing.height] if item.drawing else None,
        "foot": foot(item.path, item.provenance),
    }


def _table(table: TextTable) -> dict[str, Any]:
    return {
        "title": table.title,
        "columns": list(table.columns),
        "rows": [list(row) for row in table.rows],
        "numeric": list(table.numeric),
        "wide": list(table.wide),
        "notes": list(table.notes),
    }


def _entries(table: TextTable) -> list[dict[str, Any]]:
    """Rows as entries: the first cell names it, the others stand beside the names of their columns."""
    return [
        {
            "name": readable(row[0]),
            "facts": [
                {"name": column, "text": text} for column, text in zip(table.columns[1:], row[1:], strict=True) if text
            ],
        }
        for row in table.rows
    ]


def _block(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "lines": [[{"kind": span.kind, "text": span.text} for span in line] for line in block.lines],
        "width": block.width,
    }
