"""Specification curves on the page, which a reader filters by choice."""

import json
import re

import numpy as np
import pandas as pd
import pytest

from frictions.report.document.curves import curve_data
from frictions.report.document.page import build_page
from frictions.report.document.plain import plain

SPECIFICATIONS = pd.DataFrame(
    {
        "specification": range(5),
        "kind": ["published", "one_change", "one_change", "drawn", "drawn"],
        "drawn": [False, True, False, True, True],
        "changes": [0, 1, 1, 2, 2],
        "unit_roots": ["published", "tested", "published", "tested", "tested"],
        "lags": [3, 3, 2, 2, 4],
        "failure": [None, None, None, None, "too short"],
    }
)
VALUES = pd.DataFrame(
    {
        "specification": [0, 1, 2, 3] * 2,
        "claim": ["rises"] * 4 + ["late"] * 4,
        "value": [0.123456, -0.5, 0.2, 0.3, 2.0, np.nan, 3.0, 4.0],
        "lower": [0.0, -1.0, 0.1, 0.2] + [np.nan] * 4,
        "upper": [0.2, 0.1, 0.3, 0.4] + [np.nan] * 4,
        "holds": [True, False, True, True, False, False, True, True],
    }
)
CLAIMS = pd.DataFrame({"claim": ["rises", "late"], "text": ["It rises.", "It is late."]})
UNITS = {"rises": "percent", "late": "quarter after the shock"}


@pytest.fixture(scope="module")
def data():
    return curve_data(SPECIFICATIONS, VALUES, CLAIMS, UNITS)


def test_the_published_choices_come_first_and_then_those_that_were_drawn_and_estimated(data):
    assert data["dimensions"] == [
        {"name": "unit roots", "options": ["published", "tested"]},
        {"name": "lags", "options": ["3", "2", "4"]},
    ]
    assert data["rows"] == [[0, 0], [1, 0], [1, 1]]
    rises, late = data["claims"]
    assert rises == {
        "text": "It rises.",
        "unit": "percent",
        "values": [[0.1235, 0.0, 0.2, 1], [-0.5, -1.0, 0.1, 0], [0.3, 0.2, 0.4, 1]],
    }
    assert late["values"] == [[2.0, None, None, 0], [None, None, None, 0], [4.0, None, None, 1]]


@pytest.fixture(scope="module")
def page(content, data):
    plainly = plain(content)
    (part,) = plainly["parts"]
    drawings = {item.name: item.drawing.svg for item in content.items if item.drawing}
    plainly["groups"][0]["places"][0]["scores"][0]["holds_in"] = "39 of 40"
    changed = {**plainly, "parts": [{**part, "name": "robustness"}], "specified": True}
    return build_page(changed, drawings, {}, data)


def test_the_page_holds_the_data_and_allows_the_script(page, data):
    (embedded,) = re.findall(r'<script type="application/json" id="curve-data">(.*?)</script>', page, flags=re.S)
    assert json.loads(embedded) == data
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert page.count('<div id="curves"></div>') == 1 and policy.count("sha256-") == 2


def test_the_scoreboard_says_how_often_a_statement_holds_where_some_are_tried(page, content):
    assert page.count('<th scope="col" class="">holds in</th>') == 1
    assert page.count('<td class="share" data-label="holds in">39 of 40</td>') == 1
    assert 'data-label="holds in"' not in build_page(plain(content), {item.name: "" for item in content.items}, {})


@pytest.mark.slow
def test_the_curve_follows_the_choices(browser, page, tmp_path):
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    said = []
    tab = browser.new_page(viewport={"width": 390, "height": 844})
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.goto((tmp_path / "page.html").as_uri())
    status, marks = tab.locator("#curves .status"), tab.locator("svg.curve circle, svg.curve rect, svg.curve path")
    assert status.inner_text().startswith("Holds in 2 of 3 specifications") and marks.count() == 3
    assert status.get_attribute("aria-live") == "polite"
    tab.select_option("#curve-unit-roots", label="tested")
    assert status.inner_text().startswith("Holds in 1 of 2 specifications") and marks.count() == 2
    tab.select_option("#curve-lags", label="4")
    assert status.inner_text() == "No specification that was drawn has these choices together." and marks.count() == 0
    tab.click("#curves button[type=reset]")
    tab.select_option("#curve-claim", label="It is late.")
    assert "Holds in 1 of 3" in status.inner_text() and "In 1 what it dates does not happen" in status.inner_text()
    tab.locator("svg.curve").hover()
    assert "unit roots" in tab.locator("#curves .note").inner_text()
    assert tab.evaluate("document.documentElement.scrollWidth") == 390
    assert "It is late." in tab.locator("svg.curve").get_attribute("aria-label")
    tab.close()
    assert said == []
