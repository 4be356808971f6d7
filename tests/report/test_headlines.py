"""What the sources claim and what of it holds, as the report begins."""

import json
from collections import Counter
from xml.etree import ElementTree

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from frictions.report.headline_texts import headline_rows, headlines_text, plain_questions
from frictions.report.headlines import (
    AGREEING,
    OUTCOMES,
    WrongHeadline,
    curve_files,
    outcome_of,
    read_questions,
)
from frictions.report.scoreboard_items import read_items
from frictions.report.small_figures import multiples_drawing, response_drawing
from frictions.verdicts import VERDICTS

SVG = "{http://www.w3.org/2000/svg}"


def scoreboard(**verdicts):
    """A scoreboard of items with these verdicts; each is printed as 2 and replicated as 1.5."""
    rows = [
        {"item": name.replace("__", "."), "published": "2.0", "replicated": "1.5", "verdict": verdict,
         "cause": "unexplained" if verdict == "differs" else ""}
        for name, verdict in verdicts.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def settings(**claim):
    stated = {
        "name": "rises", "claim": "It rises.", "items": ["a.*"], "found": "It is {a.x}, printed {a.x.published}.",
        "why": "Data.", "figure": "figure_1_6", **claim,
    }  # fmt: skip
    return {"sources": [{"name": "one", "title": "One", "source": "Yu", "question": "Why?", "claims": [stated]}]}


def headline(table, **claim):
    ((only,),) = (question.headlines for question in read_questions(settings(**claim), table, {}, "baseline"))
    return only


@given(st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=6))
def test_what_is_said_of_a_claim_follows_from_its_items(verdicts):
    outcome = outcome_of(verdicts)
    assert outcome in OUTCOMES
    agreeing, differing = set(verdicts) & set(AGREEING), "differs" in verdicts
    assert (outcome == "holds") == (bool(agreeing) and not differing)
    assert (outcome == "holds in part") == (bool(agreeing) and differing)
    assert (outcome == "does not hold") == (differing and not agreeing)
    # One more item that differs never makes it better.
    assert outcome_of([*verdicts, "differs"]) in ("holds in part", "does not hold")


def test_numbers_come_from_the_scoreboard_and_the_reason_only_where_something_differs():
    held = headline(scoreboard(a__x="sign", a__y="exact"))
    assert held.found == "It is 1.5, printed 2.0." and held.why == "" and held.outcome == "holds"
    assert held.counted == "1 exact, 1 in direction of 2"
    failed = headline(scoreboard(a__x="differs", a__y="exact", b="exact"))
    assert failed.outcome == "holds in part" and failed.why == "Data."
    assert failed.counted == "1 exact, 1 differs of 2; 1 unexplained"


def test_a_claim_stands_or_falls_with_its_decisive_items():
    table = scoreboard(a__x="differs", a__y="exact", a__z="sign")
    assert headline(table).outcome == "holds in part"
    decided = headline(table, decisive=["a.x"])
    assert decided.outcome == "does not hold" and sum(decided.verdicts.values()) == 3


def test_a_number_that_was_not_made_is_not_spoken_of():
    table = scoreboard(a__x="not comparable").assign(replicated="")
    absent = headline(table)
    assert absent.found == "" and absent.outcome == "cannot be compared" and absent.why == "Data."


@pytest.mark.parametrize(
    "claim",
    [{"items": ["a.*", "c.*"]}, {"found": "It is {c.x}."}, {"decisive": ["b"]}],
    ids=["item", "number", "decisive"],
)
def test_a_claim_about_an_item_that_is_not_there_is_named(claim):
    with pytest.raises(WrongHeadline, match=r"claim rises: .*(c\.\*|c\.x|b)"):
        headline(scoreboard(a__x="exact", b="exact"), **claim)


def test_sentence_of_a_source_counts_its_claims():
    stated = settings()
    claims = stated["sources"][0]["claims"]
    claims += [{**claims[0], "name": "falls", "items": ["b"]}, {**claims[0], "name": "again"}]
    (question,) = read_questions(stated, scoreboard(a__x="exact", b="differs"), {}, "baseline")
    assert question.summary == "One (Yu): of 3 headline claims 2 hold and 1 does not hold."
    text = headlines_text([question])
    assert text.count("**Holds** (1 exact of 1)") == 2 and "**Does not hold** (1 differs of 1; 1 unexplained)" in text


@pytest.fixture(scope="module")
def stated(project):
    return yaml.safe_load((project / "config/headlines.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def items(project):
    return read_items(yaml.safe_load((project / "config/scoreboard.yaml").read_text(encoding="utf-8")), "baseline")


def every_item(items, verdict):
    common = {"published": "2", "replicated": "1", "verdict": verdict, "cause": ""}
    return pd.DataFrame({"item": item.name, **common} for item in items)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_the_projects_claims_speak_of_items_that_there_are(stated, items, verdict):
    table = pd.DataFrame(
        {"item": item.name, "published": "2", "replicated": "1", "verdict": verdict, "cause": item.cause}
        for item in items
    )
    questions = read_questions(stated, table, {}, "baseline")
    rows = headline_rows(questions)
    assert len(rows) >= 12 and {row["outcome"] for row in rows} == {outcome_of([verdict])}
    assert all("{" not in row["found"] and row["found"] for row in rows)
    assert len({row["claim"] for row in rows}) == len(rows)


def test_every_part_of_the_sources_has_a_claim_and_inputs_have_none(stated, items):
    table = pd.DataFrame(
        {"item": item.name, "published": "", "replicated": "", "verdict": "sign", "cause": ""} for item in items
    )
    spoken_of = {
        item for question in read_questions(stated, table, {}, "x") for one in question.headlines for item in one.items
    }
    parts = Counter(item.part for item in items if item.name in spoken_of)
    assert "Inputs and labels" not in parts
    assert {item.part for item in items} - set(parts) == {"Inputs and labels", "Calibration of chapter 1"}


def test_drawings_are_pictures_of_the_numbers():
    table = scoreboard(a__x="sign").assign(published="2.0", replicated="-9")
    curves = settings(curve={"file": "results/var/{sample}/irf.csv", "variable": "output"})
    responses = pd.DataFrame(
        {"variable": ["output", "output", "prices"], "point": [0.0, 1.0, 9.0], "lower": -1.0, "upper": 2.0}
    )
    assert curve_files(curves, "baseline") == ["results/var/baseline/irf.csv"]
    for claims in (curves, settings()):
        questions = read_questions(claims, table, {}, "baseline")
        ((shown,),) = (q["headlines"] for q in plain_questions(questions, {"results/var/baseline/irf.csv": responses}))
        assert ElementTree.fromstring(shown["drawing"]).tag == f"{SVG}svg" and shown["drawn"]
    json.dumps(plain_questions(questions, {}))


def marks(drawing, tag):
    return list(ElementTree.fromstring(drawing).iter(f"{SVG}{tag}"))


def test_a_number_near_the_printed_one_is_filled_and_one_off_the_scale_is_an_arrow():
    drawing = multiples_drawing([(2.0, 2.05), (2.0, 3.0), (1.0, -5.0), (1.0, 40.0), (0.0, 3.0)])
    near, far = marks(drawing, "circle")
    assert near.get("fill") != "none" and far.get("fill") == "none"
    assert float(near.get("cx")) < float(far.get("cx"))
    assert len(marks(drawing, "path")) == 2
    assert multiples_drawing([(0.0, 1.0)]) == ""


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40))
def test_a_response_stays_inside_its_drawing(response):
    width, height = (
        float(size) for size in ElementTree.fromstring(response_drawing(response)).get("viewBox").split()[2:]
    )
    (line,) = marks(response_drawing(response), "polyline")
    for point in line.get("points").split():
        x, y = map(float, point.split(","))
        assert 0 <= x <= width and 0 <= y <= height
