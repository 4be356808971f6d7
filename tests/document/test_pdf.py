"""The PDF says everything once, stays inside its margins and is a function of its content."""

import re
import shutil
import subprocess
from io import BytesIO

import pypdf
import pytest

from frictions.report.document.pdf import NotTypeset, typeset
from frictions.report.document.plain import plain


@pytest.fixture(scope="module")
def text(pdf):
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages]
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def test_equal_content_gives_equal_bytes(content, drawings, pdf):
    assert typeset(plain(content), drawings) == pdf


def test_every_item_of_the_scoreboard_stands_in_the_pdf(content, text):
    for score in content.scores:
        assert score.about.words in text and score.about.symbol in text
        for number in (score.published, score.outcome.replicated):
            assert {"true": "yes", "false": "no"}.get(number, number).replace("-", "−") in text
        assert score.note in text


def test_every_table_and_figure_has_its_caption_and_its_foot(content, text):
    for item in content.items:
        assert f"{item.label}. {item.title}" in text
        assert all(note in text for note in item.notes)
        assert f"{item.provenance.rule}, code {item.provenance.code[:8]}" in text
        assert all(f"{path} {checksum[:8]}" in text for path, checksum in item.provenance.inputs.items())


def test_counts_of_the_cover_are_those_of_the_scoreboard(content, text):
    found = plain(content)
    assert f"{len(content.scores) - found['inputs']['items']} results of the sources are compared" in text
    assert f"{found['unexplained']} are unexplained" in text
    assert "1 tables and 2 figures, 1 errata" in text


def test_the_cover_says_what_of_the_claims_holds_and_the_next_page_which(content, text, pdf):
    (question,) = content.questions
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages]
    assert question["summary"] in " ".join(pages[0].split())
    for headline in question["headlines"]:
        assert headline["claim"] in text and headline["found"] in text and headline["why"] in text
        assert f"{headline['outcome']} ({headline['counted']}" in text


def test_figures_are_tagged_with_words_for_those_who_cannot_see_them(pdf):
    found = pypdf.PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert found["/MarkInfo"]["/Marked"]
    assert found["/Lang"] == "en"


def test_no_word_leaves_the_margins(pdf, tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext, which tells where each word stands")
    (tmp_path / "report.pdf").write_bytes(pdf)
    boxes = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "report.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    words = re.findall(r'<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.]+)"', boxes)
    millimetre = 72 / 25.4
    assert len(words) > 300
    assert min(float(left) for left, _ in words) >= 19.5 * millimetre
    assert max(float(right) for _, right in words) <= (210 - 19.5) * millimetre


def test_a_document_that_cannot_be_set_is_reported_in_one_line():
    with pytest.raises(NotTypeset) as failure:
        typeset({}, {})
    assert "\n" not in str(failure.value)
