"""Which vintages are compared, and what is refused."""

import pytest

from frictions.vintages.entries import ONLY_COMPARISON, BadComparison, compared_vintages, vintage_sources

DATA = {"source": "directory", "directory": "mine", "vintage": "2020", "suppliers": {"profits": 1}, "store": "kept"}


def test_an_entry_takes_nothing_from_another_source():
    sources = vintage_sources(DATA, {"a": {"source": "embedded"}, "b": {"source": "directory", "directory": "yours"}})
    for source in sources.values():
        assert (source["vintage"], source["suppliers"]) == (None, {})
    assert (sources["a"]["directory"], sources["b"]["directory"]) == (None, "yours")


def test_live_vintages_keep_their_copies_apart():
    dated = {month: {"source": "live", "vintage": month} for month in ("2020-02", "2020-04")}
    assert {source["store"] for source in vintage_sources(DATA, dated).values()} == {"kept/2020-02", "kept/2020-04"}


def test_null_drops_an_entry():
    assert list(vintage_sources(DATA, {"a": {"source": "embedded"}, "b": None})) == ["a"]


def test_without_a_named_comparison_all_vintages_are_held_against_the_first():
    assert compared_vintages({"a": {}, "b": {}, "c": {}}, {}) == {ONLY_COMPARISON: ("a", "b", "c")}
    assert compared_vintages({}, {}) == {}


@pytest.mark.parametrize(
    ("comparisons", "complaint"),
    [
        ({"mine": ["a", "d"]}, "'d' is not among vintages.entries"),
        ({"mine": ["a"]}, "needs two vintages or more, this one has 1"),
        ({"mine": ["a", "a"]}, "a vintage is there twice"),
        ({"a": ["a", "b"]}, "'a' is already the name of a vintage"),
    ],
)
def test_what_cannot_be_compared_is_refused_by_name(comparisons, complaint):
    with pytest.raises(BadComparison) as refused:
        compared_vintages({"a": {}, "b": {}}, comparisons)
    assert complaint in str(refused.value)


def test_one_vintage_is_nothing_to_compare():
    with pytest.raises(BadComparison, match="two vintages or more"):
        compared_vintages({"a": {}}, {})
