"""Bad input ends in one line that names it, a non-zero exit, and no half-written result."""

import pytest

from tests.pipeline.conftest import SMALL

pytestmark = pytest.mark.slow


def edited(project, code, change):
    path = project.folder / f"my_series/{code}.csv"
    path.write_text(change(path.read_text()))


def assert_refused(project, *fragments):
    """Run, and hold the account of the failure to one line with these fragments in it."""
    before = project.results()
    done = project.run()
    assert done.returncode != 0
    lines = project.error_lines(done)
    assert len(set(lines)) == 1, done.stderr[-2000:]
    for fragment in fragments:
        assert fragment in lines[0]
    # What was good and depends on the bad input stays as it was.
    deliverables = {path: digest for path, digest in before.items() if "tables/" in path or "figures/" in path}
    assert deliverables and deliverables.items() <= project.results().items()
    assert not list((project.folder / "results").rglob(".*.part"))
    return lines[0]


def test_a_missing_series_is_named(built):
    (built.folder / "my_series/FEDFUNDS.csv").unlink()
    assert_refused(built, "federal_funds", "FEDFUNDS")


def test_a_text_value_is_named_with_file_and_date(built):
    edited(built, "GDPC1", lambda text: text.replace("1985-04-01,", "1985-04-01,n/a "))
    assert_refused(built, "GDPC1", "1985-04-01", "n/a")


def test_a_gap_inside_the_sample_is_named(built):
    edited(
        built,
        "M2SL",
        lambda text: "\n".join(line for line in text.split("\n") if not line.startswith("1985-05")),
    )
    assert_refused(built, "M2SL", "1985")


def test_a_series_that_ends_before_the_sample_is_named(built):
    edited(built, "GDPC1", lambda text: text[: text.index("2007-10-01")])
    assert_refused(built, "output", "GDPC1", "2007Q4")


def test_a_sample_too_short_for_filter_and_lags_is_named(built):
    built.configure({**SMALL, "samples": {**SMALL["samples"], "baseline": {"start": "2000Q1", "end": "2007Q4"}}})
    assert_refused(built, "filter_trends baseline", "32 quarters; 11 variables with 3 lags need 48 or more")


def test_an_empty_file_is_named(built):
    edited(built, "M2SL", lambda text: "")
    assert_refused(built, "M2SL")


@pytest.mark.parametrize(
    ("settings", "fragment"),
    [
        ({"var": {"lag": 3}}, "setting var.lag: no such setting; did you mean 'lags'?"),
        ({"var": {"lags": "three"}}, "setting var.lags: 'three' is not of type 'integer'"),
        ({"data": {"source": "directory", "directory": "nowhere"}}, "nowhere"),
        ({"data": {"source": "directory", "directory": "my_series", "suppliers": {"money": 9}}}, "money"),
    ],
)
def test_a_wrong_setting_is_named_before_anything_runs(built, settings, fragment):
    built.configure({**SMALL, **settings})
    assert_refused(built, fragment)


def test_a_damaged_intermediate_file_is_named(built):
    (built.folder / "results/var/baseline/draws.npz").write_bytes(b"not an archive")
    done = built.run("--forcerun", "summarise_responses")
    assert done.returncode != 0
    assert "draws.npz" in built.error_lines(done)[0]
