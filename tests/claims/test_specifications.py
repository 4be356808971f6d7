"""Which combinations of choices are run."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frictions.hypotheses.family import Family
from frictions.options import OutOfRange
from frictions.robustness.specifications import (
    admissible,
    balanced_sample,
    exclusion_rows,
    specification_rows,
    specifications,
)

families = st.lists(st.integers(1, 5), min_size=2, max_size=5).map(
    lambda sizes: Family({f"d{place}": list(range(size)) for place, size in enumerate(sizes)})
)


@given(families, st.integers(1, 60), st.integers(0, 9))
def test_a_sample_holds_every_option_of_a_dimension_equally_often(family, size, seed):
    """Where nothing is excluded: counts differ by one at most until all combinations are taken."""
    codes = admissible(family)
    taken = balanced_sample(codes, size, seed)
    assert len(set(taken)) == len(taken) == min(size, len(codes))
    if size <= len(codes) // 2:
        for column in codes[taken].T:
            counts = Counter(dict.fromkeys(range(column.max() + 1), 0)) + Counter(column.tolist())
            assert max(counts.values()) - min(counts.values()) <= 2
    assert taken == balanced_sample(codes, size, seed)


def test_options_differ_in_number_by_one_in_a_family_of_the_usual_size():
    family = Family({"a": list(range(14)), "b": list(range(3)), "c": list(range(10)), "d": [0, 1], "e": list(range(5))})
    codes = admissible(family)
    for size in (50, 250, 501):
        for column in codes[balanced_sample(codes, size, 3)].T:
            counts = Counter(column.tolist()).values()
            assert max(counts) - min(counts) <= 1


def test_two_dimensions_do_not_move_together():
    """Every pair of options of two dimensions with as many options each occurs."""
    codes = admissible(Family({"a": list(range(5)), "b": list(range(5)), "c": list(range(20))}))
    pairs = Counter(map(tuple, codes[balanced_sample(codes, 250, 1)][:, :2].tolist()))
    assert len(pairs) == 25 and max(pairs.values()) <= 25


EXCLUDED = Family(
    {"estimator": ["var", "projections"], "band": ["percentile", "hall", "robust"], "lags": [3, 2]},
    [{"estimator": ["projections"], "band": ["percentile", "hall"]}, {"estimator": ["var"], "band": ["robust"]}],
)


def test_excluded_combinations_are_counted_and_left_out():
    codes, variants = admissible(EXCLUDED), list(EXCLUDED.variants())
    named = [
        {name: EXCLUDED.choices[name][code] for name, code in zip(EXCLUDED.choices, row, strict=True)} for row in codes
    ]
    assert named == variants and len(codes) == 6
    rows = exclusion_rows(EXCLUDED)
    assert rows["combinations"].tolist() == rows["alone"].tolist() == [4, 2]
    assert EXCLUDED.combinations - rows["alone"].sum() == len(codes)


def test_the_published_choices_come_first_then_every_single_change():
    chosen = specifications(EXCLUDED, 3, 1)
    assert chosen[0].changes == () and [one.number for one in chosen] == list(range(len(chosen)))
    alone = [one.choices for one in chosen if len(one.changes) == 1]
    # Projections need another band, so that they are no change of one choice.
    assert alone == [
        {"estimator": "var", "band": "percentile", "lags": 2},
        {"estimator": "var", "band": "hall", "lags": 3},
    ]
    rows = specification_rows(chosen)
    assert rows["drawn"].sum() == 3
    assert rows["kind"].tolist()[:3] == ["published", "one_change", "one_change"]
    assert set(rows["kind"][3:]) == {"drawn"}


def test_a_small_family_is_run_whole():
    rows = specification_rows(specifications(EXCLUDED, 6, 1))
    assert len(rows) == rows["drawn"].sum() == 6


def test_no_specification_at_all_is_refused():
    with pytest.raises(OutOfRange, match="limit"):
        specifications(EXCLUDED, 0, 1)
