"""Panels and responses under other choices, and every claim in all of them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from frictions.hypotheses.family import Family
from frictions.options import UnknownOption
from frictions.robustness.claims import Claim, WrongClaim
from frictions.robustness.estimation import Shock, WrongCombination, responses_and_draws, specified_responses
from frictions.robustness.models import specified_target
from frictions.robustness.panels import Panel, UnknownChoice, moved
from frictions.robustness.running import run_specifications
from frictions.robustness.shares import STATUS, claim_rows, dimension_rows, flip_rows
from frictions.robustness.specifications import specification_rows, specifications
from frictions.timeseries.bias import bias_corrected, pope_bias
from frictions.timeseries.local_projections import local_projections
from frictions.timeseries.resampling import response_draws
from frictions.timeseries.responses import response_array, tidy_responses
from frictions.timeseries.unit_roots import unit_root_test
from frictions.timeseries.var import estimate_var
from tests.claims.conftest import CHOICES, NAMES, PUBLISHED, SHOCK
from tests.embedded import embedded_matching_target, embedded_panel


def responses(panel_of, draws=40, shock=SHOCK, **changed):
    choices = PUBLISHED | changed
    return specified_responses(panel_of(choices), choices, shock, draws)


def test_the_order_decides_who_moves_on_impact(panel_of):
    first, last = responses(panel_of), responses(panel_of, order="rate_last")
    assert first.names == tuple(NAMES) and last.names == ("output", "prices", "money", "rate")
    assert np.all(first.point[0, :2] == 0.0) and first.point[0, 3] != 0.0
    assert np.all(last.point[0, :3] == 0.0)
    assert [first.point[0, 2], last.point[0, 3]] == pytest.approx([SHOCK.size] * 2)


def test_tested_decisions_are_those_of_the_test(panel_of, variables):
    panel = panel_of(PUBLISHED | {"unit_roots": "tested"}).frame
    span = variables.loc["1965Q1":"2009Q4"]
    for name in NAMES:
        terms = "constant_and_trend" if name == "output" else "constant"
        kept = unit_root_test(span[name].to_numpy(), terms, 8, 0.05).decision == "stationary"
        assert np.array_equal(panel[name], span[name]) == kept


def test_responses_of_differences_are_cumulated(panel_of, variables):
    """What enters as a difference is summed, draw by draw: the band of the sum is not the sum of the band."""
    made = panel_of(PUBLISHED | {"detrending": "first_differences"})
    assert made.differenced == {"output", "money"}
    np.testing.assert_array_equal(made.frame["money"], variables["money"].diff().loc["1965Q1":"2009Q4"])
    found = responses(panel_of, detrending="first_differences", draws=200)
    plain = specified_responses(
        type(made)(made.frame, frozenset()), PUBLISHED | {"detrending": "first_differences"}, SHOCK, 200
    )
    money, prices = found.names.index("money"), found.names.index("prices")
    np.testing.assert_allclose(found.point[:, money], plain.point[:, money].cumsum(), rtol=1e-13)
    np.testing.assert_array_equal(found.upper[:, prices], plain.upper[:, prices])
    assert np.any(np.abs(found.upper[:, money] - plain.upper[:, money].cumsum()) > 1e-3)
    _, _, draws = responses_and_draws(Panel(made.frame, frozenset()), 3, SHOCK, 200, "resampled")
    expected = np.quantile(draws[:, :, money].cumsum(axis=1), [0.05, 0.95], axis=0)
    np.testing.assert_allclose([found.lower[:, money], found.upper[:, money]], expected, rtol=1e-13)


@pytest.mark.parametrize(
    ("band", "innovations", "corrects"),
    [
        ("percentile", "resampled", False),
        ("wild", "wild", False),
        ("moving_block", "moving_block", False),
        ("bias_corrected", "resampled", True),
    ],
)
def test_every_bootstrapped_band_is_of_its_own_draws(panel_of, band, innovations, corrects):
    model = estimate_var(panel_of(PUBLISHED).frame.to_numpy(), 3)
    bias = pope_bias(model) if corrects else None
    generating = bias_corrected(model, bias) if corrects else model
    shock = {"position": 2, "size": 1.0, "horizons": 8, "entropy": 7}
    draws = response_draws(generating, range(40), innovations=innovations, bias=bias, **shock).responses
    found = responses(panel_of, band=band)
    # The tails are (1 - 0.9) / 2, a rounding error from 0.05.
    np.testing.assert_allclose([found.lower, found.upper], np.quantile(draws, [0.05, 0.95], axis=0), atol=1e-12)


def test_the_corrected_var_has_the_corrected_band_around_another_point(panel_of):
    """So the settings leave out one of the two."""
    by_band = responses(panel_of, band="bias_corrected")
    by_estimator = responses(panel_of, estimator="bias_corrected_var")
    np.testing.assert_array_equal(by_band.lower, by_estimator.lower)
    np.testing.assert_array_equal(by_band.upper, by_estimator.upper)
    np.testing.assert_array_equal(by_band.point, responses(panel_of).point)
    assert np.any(by_band.point != by_estimator.point)


def test_projections_equal_the_var_on_impact_and_one_quarter_later(panel_of):
    var, projected = (
        responses(panel_of, estimator=name, band=band)
        for name, band in (("var", "hall"), ("local_projections", "newey_west"))
    )
    np.testing.assert_allclose(var.point[:2], projected.point[:2], atol=1e-12)
    assert not np.allclose(var.point[4], projected.point[4])
    model = estimate_var(panel_of(PUBLISHED).frame.to_numpy(), 3)
    error = local_projections(model, 2, 1.0, 8).standard_error
    # 1.6449 standard errors to either side hold nine tenths of a normal distribution.
    np.testing.assert_allclose(projected.upper - projected.point, 1.6448536269514722 * error, atol=1e-12)
    np.testing.assert_allclose(projected.point - projected.lower, 1.6448536269514722 * error, atol=1e-12)


@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        ({"band": "newey_west"}, UnknownOption, "band is 'newey_west'"),
        ({"estimator": "local_projections"}, UnknownOption, "band is 'percentile'"),
        ({"estimator": "bayesian"}, UnknownOption, "estimator is 'bayesian'"),
        (
            {"estimator": "local_projections", "band": "newey_west", "detrending": "first_differences"},
            WrongCombination,
            "no band for their sums",
        ),
        ({"detrending": "cubic"}, UnknownChoice, "detrending: 'cubic' is not explained"),
        ({"sample": "early"}, UnknownChoice, "sample: 'early' is not explained"),
        ({"data": "revised"}, UnknownChoice, "data: 'revised' is not explained"),
        ({"unit_roots": "guessed"}, UnknownOption, "unit_roots is 'guessed'"),
    ],
)
def test_choices_that_are_none_or_do_not_go_together_are_refused(panel_of, changed, error, message):
    with pytest.raises(error, match=message):
        responses(panel_of, **changed)


@pytest.mark.parametrize(
    ("moves", "message"), [({"gold": "last"}, "gold is no variable"), ({"rate": "before gold"}, "'before gold'")]
)
def test_an_order_of_what_is_not_there_is_refused(moves, message):
    with pytest.raises(UnknownChoice, match=message):
        moved(NAMES, moves)


def test_variables_are_moved_where_they_are_asked_to():
    assert moved(NAMES, {"rate": "first"}) == ["rate", "output", "prices", "money"]
    assert moved(NAMES, {"prices": "last", "money": "before output"}) == ["money", "output", "rate", "prices"]
    assert moved(NAMES, {}) == NAMES


# --- all specifications together ---

FAMILY = Family(CHOICES)
FALLS = Claim("falls", "Output falls.", "output", (1, 7), "point", "minimum", below=0.0)


def run(panel_of, claims, rows, missing=None):
    return run_specifications(rows, panel_of, claims, SHOCK, draws=20, published_draws=60, missing_data=missing or {})


@pytest.fixture(scope="module")
def rows():
    return specification_rows(specifications(FAMILY, 100, 1))


def test_any_split_of_the_specifications_gives_the_same_numbers(panel_of, rows):
    whole, failures = run(panel_of, [FALLS], rows)
    halves = [run(panel_of, [FALLS], rows.iloc[start::2])[0] for start in (0, 1)]
    joined = pd.concat(halves).sort_values("specification", ignore_index=True)
    pd.testing.assert_frame_equal(whole, joined, check_exact=True)
    assert len(whole) == len(rows) == 24 and not failures[STATUS].any()


def test_a_claim_that_holds_with_two_lags_only_is_found_and_the_lags_named(panel_of):
    """Planted: a threshold between what two lags give, in either order, and what three and four give."""
    family = Family(
        {name: options[:1] if name in ("sample", "detrending") else options for name, options in CHOICES.items()}
    )
    few = specification_rows(specifications(family, 100, 1))
    with_two = set(few[few["lags"] == 2]["specification"])
    for quarter in range(2, 8):
        claim = Claim("planted", "Prices move little.", "prices", (quarter, quarter), "point", "maximum", above=0.0)
        values = run(panel_of, [claim], few)[0].set_index("specification")["value"]
        two, others = values[values.index.isin(with_two)], values[~values.index.isin(with_two)]
        if two.min() > others.max():
            break
    assert two.min() > others.max(), "no quarter separates two lags: choose another economy"
    planted = replace(claim, above=float(two.min() + others.max()) / 2)
    readings, failures = run(panel_of, [planted], few)
    tried = few.merge(failures, on="specification")
    tables = dimension_rows(readings, tried), flip_rows(readings, tried)
    found = claim_rows([planted], readings, tried, *tables).iloc[0]
    assert (found["holds"], found["specifications"], found["published_holds"]) == (2, 6, False)
    assert (found["most_decisive"], found["share_range"]) == ("lags", 1.0)
    assert (found["changes_to_flip"], found["flips"]) == (1, "lags: 2")


def test_what_cannot_be_estimated_is_kept_with_its_reason(panel_of, rows):
    absent = rows.assign(data=["revised", *rows["data"][1:]])
    readings, failures = run(panel_of, [FALLS], absent, {"revised": "series GDP is not there"})
    assert failures[STATUS].tolist() == ["series GDP is not there", *[""] * 23]
    assert readings["specification"].min() == 1
    long = rows.assign(lags=[40, *rows["lags"][1:]])
    readings, failures = run(panel_of, [FALLS], long)
    assert "4 variables with 40 lags need" in failures[STATUS].iloc[0] and len(readings) == 23


def test_a_wrong_setting_is_no_property_of_a_specification(panel_of, rows):
    with pytest.raises(UnknownChoice, match="sample: 'early'"):
        run(panel_of, [FALLS], rows.assign(sample="early"))
    with pytest.raises(WrongClaim, match="gold is no variable"):
        run(panel_of, [Claim("g", "Gold.", "gold", (0, 1), "point", "maximum", above=0.0)], rows)


def test_the_published_specification_has_the_draws_of_the_run(panel_of, rows):
    readings, _ = run(panel_of, [FALLS], rows)
    own = responses(panel_of, draws=60)
    table = tidy_responses(own.names, lower=own.lower)
    at = int(own.point[1:8, 0].argmin()) + 1
    assert readings["lower"].iloc[0] == response_array(table, "lower")[at, 0]


def test_a_specification_s_target_is_the_run_s_to_the_bit(project):
    """Responses and weights of the published choices, by the way that the main run goes."""
    target = embedded_matching_target(project, draws=200)
    panel = Panel(embedded_panel(project), frozenset())
    shock = Shock("federal_funds", 0.6, 16, 0.95, 1)
    own = specified_target(panel, 3, shock, draws=200, innovations="resampled", weighting="max_index", index_base=1)
    for name in ("psi", "sigma", "omega"):
        np.testing.assert_array_equal(getattr(own, name), getattr(target, name), err_msg=name)
    assert own.shock == 0.15
