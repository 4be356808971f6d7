"""Ranges of re-estimates are called what they are."""

import numpy as np
import pytest

from frictions.matching.bootstrap import InvalidBootstrap, percentile_intervals
from frictions.matching.ranges import LEAST_BEYOND, range_remarks, range_sentence, ranges_of, resolves_percentiles


def draws(count: int) -> np.ndarray:
    return np.random.default_rng(7).standard_normal((count, 3)) * [1.0, 2.0, 0.5]


@pytest.mark.parametrize("count", [2, 16, 60, 100, 479])
def test_few_re_estimates_give_their_minimum_and_maximum_and_no_interval(count):
    estimates = draws(count)
    found = ranges_of(estimates, 0.95)
    assert (found.kind, found.re_estimates) == ("minimum and maximum", count)
    np.testing.assert_array_equal([found.lower, found.upper], [estimates.min(axis=0), estimates.max(axis=0)])
    assert "%" not in range_sentence(["a"], [found.kind], [count])


def test_many_give_a_percentile_interval_by_themselves():
    least = round(2 * LEAST_BEYOND / 0.05)
    assert [resolves_percentiles(count, 0.95) for count in (least - 1, least + 1, 500)] == [False, True, True]
    found = ranges_of(draws(500), 0.95)
    assert found.kind == "95% percentile interval"
    np.testing.assert_array_equal([found.lower, found.upper], percentile_intervals(draws(500), 0.95))
    assert range_sentence("ab", [found.kind] * 2, [500] * 2) == (
        "lower and upper are the 95% percentile interval of 500 re-estimates on bootstrap responses"
    )


@pytest.mark.parametrize("count", [60, 1000])
def test_a_normal_law_with_the_right_error_earns_no_remark_and_a_much_wider_one_does(count):
    estimates, inside = draws(count), np.zeros((count, 3), dtype=bool)
    assert range_remarks(ranges_of(estimates, 0.95), np.array([1.0, 2.0, 0.5]), inside, 0.95) == ["", "", ""]
    wide = range_remarks(ranges_of(estimates, 0.95), np.array([0.2, 2.0, np.nan]), inside, 0.95)
    assert wide[0].endswith("times as wide as under a normal law") and wide[1:] == ["", ""]
    # About five times: the expected range of as many normal draws is what it is compared with.
    assert float(wide[0].split()[1]) == pytest.approx(5.0, rel=0.25)


def test_ends_on_a_bound_are_counted():
    on_bound = np.zeros((60, 3), dtype=bool)
    on_bound[:7, 2] = True
    remarks = range_remarks(ranges_of(draws(60), 0.95), np.full(3, 2.0), on_bound, 0.95)
    assert remarks == ["", "", "on a bound in 7 of 60"]


def test_what_does_not_belong_together_is_refused():
    with pytest.raises(InvalidBootstrap):
        range_remarks(ranges_of(draws(60), 0.95), np.full(3, 2.0), np.zeros((16, 3), dtype=bool), 0.95)
    with pytest.raises(InvalidBootstrap, match="several kinds"):
        range_sentence(["a", "b"], ["minimum and maximum", "95% percentile interval"], [60, 60])
