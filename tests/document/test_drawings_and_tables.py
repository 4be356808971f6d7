"""What the report reads: figures without their words, rendered tables, notes."""

import re
from xml.etree import ElementTree

import pandas as pd
import pytest

from frictions.report.document.drawing import read_drawing
from frictions.report.document.notes import read_note
from frictions.report.document.text_table import UnreadableRendering, read_rendered_table
from frictions.report.house_style import figure_bytes, house_style
from frictions.report.table import Table, to_html
from tests.document.conftest import NOTE

HREF = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture(scope="module")
def original(folder):
    return (folder / "results/figures/figure_1_8.svg").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def drawing(original):
    return read_drawing(original, "figure_1_8")


def test_title_and_note_of_a_figure_are_read_as_text(drawing):
    assert drawing.title == "Model and VAR (Figure 1.8)"
    assert drawing.note == "First line of a note, second line."


def test_drawn_title_and_note_are_taken_out_and_the_page_is_cropped(original, drawing):
    assert 'id="title"' in original and 'id="note"' in original
    assert 'id="title"' not in drawing.svg and 'id="note"' not in drawing.svg
    box = [float(value) for value in ElementTree.fromstring(drawing.svg).attrib["viewBox"].split()]
    assert box == pytest.approx([0, box[1], drawing.width, drawing.height], abs=0.006)  # two decimals
    # Six by four inches: a line of ten points above and two of seven below are gone.
    assert 0 < box[1] < 30
    assert 4 * 72 - 60 < box[1] + box[3] < 4 * 72 - 10


def test_every_glyph_that_is_used_is_still_defined(drawing):
    root = ElementTree.fromstring(drawing.svg)
    defined = {element.get("id") for element in root.iter()}
    used = {element.attrib[HREF].removeprefix("#") for element in root.iter() if HREF in element.attrib}
    assert used and used <= defined


def test_shortened_coordinates_move_by_less_than_a_hundredth_of_a_point(original, drawing):
    def line(svg):
        root = ElementTree.fromstring(svg)
        group = next(element for element in root.iter() if element.get("id") == "line2d_15")
        return [float(number) for number in re.findall(r"-?\d+\.?\d*", group[0].get("d"))]

    assert line(drawing.svg) == pytest.approx(line(original), abs=0.006)
    assert len(drawing.svg) < 0.9 * len(original)


def test_a_figure_without_words_keeps_its_size():
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(3, 2))
        figure.subplots(1, 1).plot([0, 1])
        drawing = read_drawing(figure_bytes(figure, "svg").decode(), "figure")
    assert (drawing.title, drawing.note, drawing.width, drawing.height) == ("", "", 216, 144)


def test_text_that_is_no_drawing_is_refused_by_name():
    with pytest.raises(UnreadableRendering, match=r"figure_9\.svg"):
        read_drawing("<p>nothing", "figure_9.svg")


def test_a_rendered_table_is_read_back_cell_by_cell():
    frame = pd.DataFrame({"a <b>": ["x & y", "z"], "n": [1.25, None], "k": ["1", "one"]})
    table = read_rendered_table(to_html(Table("t", "Title (Table 1)", frame, {"n": 2}, ("First.", "Second."))), "t")
    assert table.title == "Title (Table 1)"
    assert table.columns == ("a <b>", "n", "k")
    assert table.rows == (("x & y", "1.25", "1"), ("z", "", "one"))
    assert table.numeric == (False, True, False)
    assert table.notes == ("First.", "Second.")


@pytest.mark.parametrize("html", ["", "<table><tbody><tr><td>1</td></tr></tbody></table>"])
def test_a_table_without_header_is_refused_by_name(html):
    with pytest.raises(UnreadableRendering, match="table_9"):
        read_rendered_table(html, "table_9")


def test_a_short_row_is_refused_by_name():
    html = "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
    with pytest.raises(UnreadableRendering, match="table_9"):
        read_rendered_table(html, "table_9")


def test_blocks_and_spans_of_a_note():
    blocks = read_note(NOTE)
    assert [block.kind for block in blocks] == ["heading", "paragraph", "list", "table"]
    assert [(span.kind, span.text) for span in blocks[1].lines[0]] == [
        ("text", "The problem has "),
        ("strong", "two"),
        ("text", " branches; "),
        ("code", "optimal_joint"),
        ("text", " is one."),
    ]
    assert [line[0].text for line in blocks[3].lines] == ["mode", "bits", "joint", "0.5"]


def test_no_text_of_a_note_is_lost():
    def letters(text):
        return sorted(character for character in text if character.isalnum())

    text = "# A *b* c\n\nword_with_marks and `code` 1 * 2\n- one\n  goes on\n- two **bold** end\n\nlast\n"
    spans = [span.text for block in read_note(text) for line in block.lines for span in line]
    assert letters("".join(spans)) == letters(text)
