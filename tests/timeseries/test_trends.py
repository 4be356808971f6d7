"""Other ways to take out a trend, against other libraries and what defines them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.tsa.filters.hp_filter import hpfilter

from frictions.options import UnknownOption
from frictions.timeseries.hamilton import hamilton_cycle
from frictions.timeseries.trends import (
    FIRST_QUARTERS,
    detrended,
    first_difference,
    hodrick_prescott_cycle,
    one_sided_cycle,
    polynomial_cycle,
)
from frictions.timeseries.var import SampleTooShort

SERIES = np.random.default_rng(3).standard_normal(120).cumsum() + 0.3 * np.arange(120)
SCALE = np.abs(SERIES).max()


def test_the_two_sided_filter_is_that_of_statsmodels():
    # Both solve the same system, whose condition is 1 + 16 times the smoothing, 25,601.
    bound = 25601 * 120 * np.finfo(float).eps * SCALE
    np.testing.assert_allclose(hodrick_prescott_cycle(SERIES), hpfilter(SERIES, 1600)[0], atol=bound)


def test_the_one_sided_filter_knows_no_later_quarter():
    cycle = one_sided_cycle(SERIES)
    assert np.isnan(cycle[:FIRST_QUARTERS]).all()
    bound = 25601 * 120 * np.finfo(float).eps * SCALE
    for t in (FIRST_QUARTERS, 50, 119):
        assert cycle[t] == pytest.approx(hpfilter(SERIES[: t + 1], 1600)[0][-1], abs=bound)
    changed = SERIES.copy()
    changed[100:] += 50.0
    np.testing.assert_array_equal(one_sided_cycle(changed)[:100], cycle[:100])


@given(st.integers(0, 2), st.lists(st.floats(-5, 5), min_size=3, max_size=3))
def test_a_polynomial_leaves_nothing_of_itself_and_the_rest_as_it_is(degree, coefficients):
    time = np.linspace(-1, 1, 120)
    trend = sum(coefficient * time**power for power, coefficient in enumerate(coefficients[: degree + 1]))
    bound = 120 * np.finfo(float).eps * (SCALE + 15)
    np.testing.assert_allclose(polynomial_cycle(SERIES + trend, degree), polynomial_cycle(SERIES, degree), atol=bound)
    cycle = polynomial_cycle(SERIES, degree)
    assert np.abs(np.vander(time, degree + 1).T @ cycle).max() < 120 * bound


@pytest.mark.parametrize("degree", [0, 1, 2])
def test_a_polynomial_trend_is_that_of_numpy(degree):
    time = np.linspace(-1, 1, 120)
    fitted = np.polynomial.Polynomial.fit(time, SERIES, degree)(time)
    np.testing.assert_allclose(polynomial_cycle(SERIES, degree), SERIES - fitted, atol=1e-12 * SCALE)


def test_names_stand_for_the_filters():
    np.testing.assert_array_equal(detrended(SERIES, "hamilton_8"), hamilton_cycle(SERIES, 8, 4))
    np.testing.assert_array_equal(detrended(SERIES, "hamilton_4"), hamilton_cycle(SERIES, 4, 4))
    np.testing.assert_array_equal(detrended(SERIES, "linear"), polynomial_cycle(SERIES, 1))
    np.testing.assert_array_equal(detrended(SERIES, "quadratic"), polynomial_cycle(SERIES, 2))
    np.testing.assert_array_equal(detrended(SERIES, "first_differences")[1:], np.diff(SERIES))
    np.testing.assert_array_equal(detrended(SERIES, "none"), SERIES)
    with pytest.raises(UnknownOption, match="'cubic'"):
        detrended(SERIES, "cubic")


@pytest.mark.parametrize("cycle", [hodrick_prescott_cycle, one_sided_cycle, lambda levels: polynomial_cycle(levels, 2)])
def test_quarters_without_a_value_at_either_end_stay_without(cycle):
    padded = np.concatenate([[np.nan, np.nan], SERIES, [np.nan]])
    np.testing.assert_array_equal(cycle(padded), np.concatenate([[np.nan, np.nan], cycle(SERIES), [np.nan]]))
    with pytest.raises(SampleTooShort, match="needs"):
        cycle(SERIES[:3])


def test_the_first_difference_of_the_first_quarter_is_not_known():
    assert np.isnan(first_difference(SERIES)[0]) and len(first_difference(SERIES)) == 120
