"""Moments from responses against closed forms, a long simulation and an explicit covariance."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frictions.matching.moments import (
    BUSINESS_CYCLE_MOMENTS,
    MONEY_MOMENTS,
    InvalidResponses,
    UndefinedMoment,
    business_cycle_moments,
    money_moments,
    sampled_moments,
)

NAMES = ("output", "inflation", "inventory_sales", "inventories", "unit_labor_cost")


def made_up(seed=0, horizons=200):
    random = np.random.default_rng(seed)
    decay = random.uniform(0.3, 0.8, size=(5, 1)) ** np.arange(horizons)
    wave = np.cos(random.uniform(0.1, 1.0, size=(5, 1)) * np.arange(horizons) + random.uniform(0, 3, size=(5, 1)))
    return dict(zip(NAMES, decay * wave, strict=True))


def test_autoregressive_responses_have_closed_form_moments():
    rho = 0.6
    path = rho ** np.arange(400)
    moments = business_cycle_moments(
        {"output": -path, "inflation": path, "inventory_sales": 0.5 * path, "inventories": -path}
        | {"unit_labor_cost": 3.0 * path}
    )
    assert tuple(moments) == BUSINESS_CYCLE_MOMENTS
    assert moments["corr_IS_S"] == pytest.approx(-1.0)
    assert moments["corr_Y_S"] == pytest.approx(1.0)
    assert moments["corr_Y_pi"] == pytest.approx(-1.0)
    # The change of an autoregression of order one has first autocorrelation -(1 - rho)/2.
    assert moments["autocorr_dpi"] == pytest.approx(-(1 - rho) / 2)
    # The correlation with its own change is sqrt((1 - rho)/2).
    assert moments["corr_Y_dI"] == pytest.approx(np.sqrt((1 - rho) / 2))
    assert moments["sd_IS_over_S"] == pytest.approx(1.0 / 3.0)
    assert moments["sd_w_over_y"] == pytest.approx(3.0)
    assert moments["sd_pi_over_y"] == pytest.approx(1.0)


def test_population_moments_are_those_of_one_long_sample():
    responses = made_up()
    long = sampled_moments(responses, 400_000, 1, np.random.SeedSequence(3))
    for name, value in business_cycle_moments(responses).items():
        assert long[name][0] == pytest.approx(value, abs=0.01, rel=0.01), name


def test_a_sample_equals_moving_averages_summed_by_hand():
    responses, length = made_up(5, 30), 12
    child = np.random.SeedSequence(9).spawn(1)[0]
    shocks = np.random.default_rng(child).standard_normal(30 + length)
    weights = np.array([responses[name] for name in NAMES])
    series = np.array(
        [[sum(row[h] * shocks[t - h] for h in range(30)) for t in range(29, 30 + length)] for row in weights]
    )
    y, pi, ratio, inventories, _ = series
    dpi = np.diff(pi) - np.diff(pi).mean()
    found = sampled_moments(responses, length, 1, np.random.SeedSequence(9))
    assert found["corr_IS_S"][0] == pytest.approx(np.corrcoef(ratio[1:], (inventories - ratio)[1:])[0, 1])
    assert found["corr_Y_dI"][0] == pytest.approx(np.corrcoef(y[1:], np.diff(inventories))[0, 1])
    assert found["sd_pi_over_y"][0] == pytest.approx(pi[1:].std() / y[1:].std())
    assert found["autocorr_dpi"][0] == pytest.approx((dpi[1:] @ dpi[:-1]) / (dpi @ dpi))


def test_a_sample_does_not_depend_on_how_many_are_drawn_nor_on_earlier_calls():
    seed = np.random.SeedSequence(4)
    few = sampled_moments(made_up(), 50, 3, seed)
    many = sampled_moments(made_up(), 50, 7, seed)
    for name in BUSINESS_CYCLE_MOMENTS:
        np.testing.assert_array_equal(few[name], many[name][:3])


def test_money_moments_agree_with_the_shared_ones_and_with_regressions():
    responses = made_up(2)
    moments, shared = money_moments(responses), business_cycle_moments(responses)
    assert tuple(moments) == MONEY_MOMENTS
    for name in ("corr_IS_S", "corr_Y_dI", "sd_IS_over_S"):
        assert moments[name] == shared[name]
    sales = responses["inventories"] - responses["inventory_sales"]
    slope = np.linalg.lstsq(sales[:, None], responses["inventories"], rcond=None)[0][0]
    assert moments["elasticity_I_S"] == pytest.approx(slope)
    assert moments["elasticity_I_S"] - moments["elasticity_IS_S"] == pytest.approx(1.0)


@given(st.integers(0, 1000), st.floats(0.01, 100.0))
@settings(max_examples=30, deadline=None)
def test_moments_do_not_depend_on_the_size_or_sign_of_the_shock(seed, size):
    base = business_cycle_moments(made_up(seed))
    scaled = business_cycle_moments({name: -size * path for name, path in made_up(seed).items()})
    assert scaled == pytest.approx(base, rel=1e-9)
    assert all(-1.0 - 1e-12 <= base[name] <= 1.0 + 1e-12 for name in base if "corr" in name)


def test_the_real_wage_serves_as_unit_labour_cost():
    responses = made_up()
    renamed = responses | {"real_wage": responses["unit_labor_cost"]}
    del renamed["unit_labor_cost"]
    assert business_cycle_moments(renamed) == business_cycle_moments(responses)


def test_unusable_responses_are_refused_by_name():
    good = made_up()
    with pytest.raises(InvalidResponses, match="'inflation'"):
        business_cycle_moments({name: path for name, path in good.items() if name != "inflation"})
    with pytest.raises(InvalidResponses, match="'inventories'"):
        business_cycle_moments(good | {"inventories": np.ones(3)})
    with pytest.raises(InvalidResponses, match="not finite"):
        business_cycle_moments(good | {"output": np.full(200, np.nan)})
    with pytest.raises(UndefinedMoment, match="corr_IS_S"):
        business_cycle_moments(good | {"inventory_sales": np.zeros(200)})
    with pytest.raises(InvalidResponses, match="length"):
        sampled_moments(good, 2, 5, np.random.SeedSequence(0))
