"""The page in a real browser, offline, at the width of a desk and of a phone."""

import csv
import re
from itertools import pairwise

import pytest

from frictions.report.document.assembly import charts_of
from frictions.report.document.page import build_page
from frictions.report.document.plain import plain

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
FIVE_MEGABYTES = 5 * 1024 * 1024


@pytest.fixture(scope="module")
def address(page, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page, encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def opened(browser, address):
    """Opens the page; at the end nothing may have been said on the console or asked of a network."""
    contexts, said, asked = [], [], []

    def open_page(viewport, **settings):
        context = browser.new_context(viewport=viewport, reduced_motion="reduce", **settings)
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(address)
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def shown(tab):
    return tab.locator("#scores tbody tr:not([hidden]) th code").all_inner_texts()


def until(tab, condition, tries=200):
    """Wait for a condition; Playwright's own waiting evaluates text inside the page, which its policy forbids."""
    for _ in range(tries):
        if tab.evaluate(condition):
            return
        tab.wait_for_timeout(50)
    pytest.fail(f"never came true: {condition}")


def read_through(tab):
    """Bring every item into sight, so that each is drawn."""
    for article in tab.locator("article[id]").all():
        article.scroll_into_view_if_needed()
    until(tab, "!document.querySelector('article[id] img[data-drawing]')")
    until(tab, "[...document.querySelectorAll('.view')].every((view) => view.querySelector('svg'))")


def test_the_page_is_one_small_file(page):
    assert len(page.encode()) < FIVE_MEGABYTES
    assert (
        re.findall(r"(?:src|href)=\"(?!#|data:)([^\"]*)\"", re.sub(r"<script>.*?</script>", "", page, flags=re.S)) == []
    )


def test_equal_content_gives_equal_bytes(content, drawings, folder, page, monkeypatch):
    monkeypatch.chdir(folder)
    assert build_page(plain(content), drawings, charts_of(content)) == page


@pytest.mark.slow
def test_everything_is_drawn_without_a_word_on_the_console(opened, content):
    tab = opened(DESK)
    read_through(tab)
    pictures = tab.locator("article[id] img")
    assert pictures.count() == sum(item.drawing is not None for item in content.items)
    hidden = tab.locator("figure[data-still]").first
    assert hidden.is_hidden()
    assert tab.evaluate("[...document.images].every((image) => image.complete && image.naturalWidth > 0)")


@pytest.mark.slow
def test_the_policy_stops_a_request(browser, address):
    tab = browser.new_page()
    tab.goto(address)
    refused = tab.evaluate("fetch('http://127.0.0.1:9/').then(() => '', (error) => String(error))")
    assert "TypeError" in refused
    stopped = "addEventListener('securitypolicyviolation', (event) => answer(event.violatedDirective))"
    again = "fetch('http://127.0.0.1:9/').catch(() => {})"
    assert tab.evaluate(f"new Promise((answer) => {{ {stopped}; {again}; }})") == "connect-src"
    tab.close()


@pytest.mark.slow
def test_the_scoreboard_is_filtered_by_keyboard_and_the_count_is_announced(opened):
    tab = opened(DESK)
    # What is put in is folded away.
    assert len(shown(tab)) == 7 and shown(tab)[0] == "table_1.delta" and shown(tab)[-1] == "text.window"
    count = tab.locator("#count")
    assert count.get_attribute("aria-live") == "polite"
    tab.focus("#find")
    tab.keyboard.type("sampling")
    assert shown(tab) == ["table_1.beta"]
    assert count.inner_text() == "1 of 8 items shown"
    tab.keyboard.press("Control+A")
    tab.keyboard.press("Delete")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.id") == "part"
    tab.keyboard.press("ArrowDown")
    first = ["table_1.delta", "table_1.gamma", "text.rises", "table_1.beta", "table_1.alpha", "text.window"]
    assert shown(tab) == first
    tab.focus("input[name=verdict]")
    assert tab.evaluate("document.activeElement.value") == "exact"
    tab.keyboard.press("Space")
    assert shown(tab) == [item for item in first if item != "table_1.alpha"]
    tab.focus("button[type=reset]")
    tab.keyboard.press("Enter")
    until(tab, "document.getElementById('count').textContent === '7 of 8 items shown'")
    tab.check("#inputs")
    assert len(shown(tab)) == 8


@pytest.mark.slow
def test_a_mode_shows_its_own_values_and_verdicts(opened):
    tab = opened(DESK)
    tab.check("input[name=mode][value=optimal_joint]")
    assert set(shown(tab)) == {"table_1.alpha", "table_1.beta"}
    row = tab.locator("#scores tbody tr", has_text="table_1.alpha")
    assert [cell.strip() for cell in row.locator("td").all_inner_texts()][1:6] == [
        "0.880",
        "0.4",
        "-0.48",
        "digits",
        "✕ differs",
    ]
    tab.locator("#figure_1_8").scroll_into_view_if_needed()
    assert tab.locator("#figure_1_8 select").input_value() == "optimal"
    tab.check("input[name=mode][value='']")
    assert [cell.strip() for cell in row.locator("td").all_inner_texts()][2] == "0.8801"


@pytest.mark.slow
def test_columns_are_sorted_both_ways_by_keyboard(opened):
    tab = opened(DESK)
    tab.check("#inputs")
    tab.focus(".sort[data-key=published]")
    tab.keyboard.press("Enter")
    assert shown(tab)[:2] == ["table_1.beta", "poster.slope"]
    assert tab.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
    tab.keyboard.press("Enter")
    assert shown(tab)[:2] == ["poster.firms", "text.window"]
    assert tab.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    tab.select_option("#order", "verdict")
    assert shown(tab)[0] == "table_1.delta"
    tab.select_option("#order", "place")
    assert shown(tab)[0] == "table_1.alpha"


@pytest.mark.slow
def test_the_pointer_shows_the_values_of_the_file(opened, responses):
    tab = opened(DESK)
    read_through(tab)
    view = tab.locator("#figure_1_8 .view").first
    view.scroll_into_view_if_needed()
    box = view.bounding_box()
    tooltip = tab.locator("#vg-tooltip-element.visible")
    tab.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.4 * box["height"])
    tab.mouse.move(box["x"] + 0.55 * box["width"], box["y"] + 0.4 * box["height"])
    tooltip.wait_for()
    cells = tooltip.locator("td").all_inner_texts()
    told = dict(zip(cells[::2], cells[1::2], strict=True))
    var = responses["results/var/baseline/irf.csv"]
    quarter = int(told["quarters after the shock"])
    value = float(told["VAR, baseline"].replace("−", "-"))
    assert value == pytest.approx(var.set_index("horizon")["point"][quarter], rel=1e-3)


@pytest.mark.slow
def test_the_values_of_a_chart_can_be_read_as_a_table(opened, responses):
    tab = opened(DESK)
    read_through(tab)
    tab.locator("#figure_1_8 .chart details summary").focus()
    tab.keyboard.press("Enter")
    rows = tab.locator("#figure_1_8 .chart tbody tr")
    rows.last.wait_for()
    assert rows.count() == 16
    last = [float(cell.split()[0]) for cell in rows.last.locator("td").all_inner_texts()[1:]]
    expected = [table.iloc[-1][["point" if "point" in table else "response"]].item() for table in responses.values()]
    assert last == pytest.approx([15, *expected], rel=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(opened, viewport, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    tab = opened(viewport, color_scheme=scheme)
    read_through(tab)
    found = axe.run(tab).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []


@pytest.mark.slow
def test_nothing_is_wider_than_a_phone(opened):
    tab = opened(PHONE)
    read_through(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    tab.locator("#scoreboard").scroll_into_view_if_needed()
    wide = tab.evaluate(
        "[...document.querySelectorAll('#scores td, #scores th, .filters *')]"
        ".filter((one) => one.getBoundingClientRect().right > innerWidth).length"
    )
    assert wide == 0


@pytest.mark.slow
def test_the_first_key_leads_past_the_contents(opened):
    tab = opened(DESK)
    tab.keyboard.press("Tab")
    link = tab.locator(":focus")
    assert link.inner_text() == "Skip to the report"
    assert link.evaluate("(one) => getComputedStyle(one).outlineStyle") != "none"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"


@pytest.mark.slow
def test_landmarks_headings_and_tables_are_named(opened):
    tab = opened(DESK)
    for role in ("main", "navigation", "search", "banner", "contentinfo"):
        assert tab.get_by_role(role).count() == 1
    levels = tab.evaluate("[...document.querySelectorAll('h1,h2,h3')].map((one) => +one.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert tab.evaluate("[...document.querySelectorAll('main table thead th')].every((one) => one.scope)")
    assert tab.evaluate("[...document.querySelectorAll('main article[id] table')].every((one) => one.caption)")


def test_the_page_opens_with_what_the_sources_claim_and_what_of_it_holds(opened):
    tab = opened(DESK)
    first, second = tab.locator("#summary .claims > li").all()
    assert first.get_attribute("data-outcome") == "holds in part" and second.get_attribute("data-outcome") == "holds"
    words = first.inner_text()
    assert "It rises by 0.88 & more." in words and "It is 0.88, printed 0.880." in words and "7 of 9" in words
    assert first.locator("svg circle").count() == 3 and first.locator("a[href='#figure_1_8']").count() == 1
    # A figure that the run did not make is no link.
    assert second.locator(".look").count() == 0
    assert "of 2 headline claims 1 holds and 1 holds in part" in tab.locator("#summary .summaries").inner_text()
    top = tab.evaluate("document.querySelector('.claims').getBoundingClientRect().top + scrollY")
    assert top < tab.evaluate("document.querySelector('#scoreboard').getBoundingClientRect().top + scrollY")


@pytest.mark.slow
def test_what_is_chosen_stands_in_the_address_and_comes_back_with_it(opened):
    tab = opened(DESK)
    tab.select_option("#cause", "data substitute")
    assert shown(tab) == ["table_1.delta"]
    tab.select_option("#cause", "")
    tab.uncheck("input[name=verdict][value=exact]")
    tab.check("#inputs")
    tab.fill("#find", "table_1")
    tab.select_option("#order", "place")
    expected = ["table_1.beta", "table_1.gamma", "table_1.delta"]
    assert shown(tab) == expected
    address = tab.url
    again = opened(DESK)
    again.goto(address)
    again.reload()
    assert shown(again) == expected and again.locator("#inputs").is_checked()
    assert again.evaluate("Math.abs(document.querySelector('#scoreboard').getBoundingClientRect().top) < innerHeight")
    again.click("button[type=reset]")
    until(again, "location.hash === '#scoreboard'")


@pytest.mark.slow
def test_what_is_shown_can_be_taken_along(opened, tmp_path):
    tab = opened(DESK)
    tab.fill("#find", "sampling")
    with tab.expect_download() as waiting:
        tab.click("#download")
    waiting.value.save_as(tmp_path / "shown.csv")
    (row,) = csv.DictReader((tmp_path / "shown.csv").read_text(encoding="utf-8").splitlines())
    assert row["item"] == "table_1.beta" and row["what it is"] == "Beta of table_1"
    assert (row["published"], row["replicated"], row["verdict"]) == ("-0.25", "-0.2612", "◐ close")


@pytest.mark.slow
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_links_lead_where_they_say_although_charts_are_drawn_late(opened, viewport):
    tab = opened(viewport)
    targets = tab.evaluate("[...document.querySelectorAll('nav a, .look a')].map((one) => one.hash)")
    assert len(targets) > 5
    for target in targets:
        tab.evaluate(f"location.hash = '{target}'")
        tab.wait_for_timeout(150)
        place = tab.evaluate(
            f"(() => {{ const one = document.querySelector('{target}');"
            " const room = document.documentElement.scrollHeight - innerHeight - scrollY;"
            " const padding = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop);"
            " return [one.getBoundingClientRect().top - padding, room]; })()"
        )
        # At the end of the page there is nothing more to scroll.
        assert abs(place[0]) <= 8 or place[1] <= 8, target
    before = tab.evaluate("document.documentElement.scrollHeight")
    read_through(tab)
    assert abs(tab.evaluate("document.documentElement.scrollHeight") - before) <= 8
