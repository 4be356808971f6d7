"""The map from average to first-best decisions: reference values, closed forms and limits."""

from dataclasses import replace

import numpy as np
import pytest

from frictions.inventory.calvo import solve_calvo
from frictions.inventory.parameters import CalvoParameters
from frictions.inventory.profit_hessian import profit_hessian
from frictions.inventory.responses import reported_responses
from frictions.inventory.sequence_space import (
    InvalidHorizon,
    aggregate_responses,
    first_best,
    first_best_decisions,
    full_information,
    sequence_map,
)
from frictions.inventory.steady_state import steady_state
from frictions.matching.moments import money_moments
from frictions.rational_expectations.solution import impulse_responses

T = 120


@pytest.fixture(scope="module")
def steady(inattentive):
    return steady_state(inattentive)


@pytest.fixture(scope="module")
def sequence(inattentive, steady):
    return sequence_map(inattentive, steady, T)


def test_full_information_reference_values(inattentive, steady, sequence):
    decisions = full_information(sequence)
    responses = reported_responses(aggregate_responses(sequence, decisions, 0.15), inattentive, steady)
    expected = {"output": -1.199, "consumption": -0.092, "nominal_rate": 0.0997, "inventory_sales": -1.669}
    for name, value in expected.items():
        assert responses[name][0] == pytest.approx(value, abs=5.1e-4), name
    assert 0.15 * decisions[T] == pytest.approx(-0.808, abs=5e-4)
    assert responses["price_level"][11] == pytest.approx(-0.174, abs=3e-4)


def test_no_information_reference_values(sequence):
    nobody = np.zeros(2 * T)
    target = 0.15 * first_best(sequence, nobody)
    assert target[T : T + 5] == pytest.approx((-1.1247, -0.7049, -0.3770, -0.1359, 0.0303), abs=5.1e-5)
    assert target[T + 8] == pytest.approx(0.2277, abs=5.1e-5)
    assert target[:5] == pytest.approx((0.0020, -0.0413, -0.0669, -0.0793, -0.0825), abs=5.1e-5)
    responses = aggregate_responses(sequence, nobody, 0.15)
    assert responses["final_good"][:3] == pytest.approx((-0.0960, -0.1528, -0.1703), abs=5.1e-5)
    assert responses["output"][0] == pytest.approx(0.0, abs=1e-15)
    assert responses["nominal_rate"][0] == pytest.approx(0.1487, abs=5.1e-5)


def test_elasticities_of_the_price_index_and_of_the_ratio(inattentive, steady, sequence):
    responses = aggregate_responses(sequence, full_information(sequence), 0.15)
    chi = steady.demand.rationed_share
    slope = chi / (inattentive.theta * (1.0 - chi))
    assert slope == pytest.approx(0.034093, abs=1e-6)
    gap = responses["stock"] - responses["final_good"]
    assert responses["relative_price"] == pytest.approx(slope * gap, abs=1e-14)
    ratio = responses["inventories"] - responses["sales"]
    assert ratio == pytest.approx(steady.stock / steady.inventories * gap, abs=1e-12)
    assert steady.stock / steady.inventories == pytest.approx(3.007, abs=5e-4)


def test_first_best_has_a_closed_form_at_constant_returns(inattentive, steady):
    """With constant returns the threshold, the price and the stock follow one after the other."""
    random = np.random.default_rng(2)
    outside = np.cumsum(random.normal(size=(4, 60, 3)), axis=1) * 0.9 ** np.arange(60)[:, None]
    outside[3] = 0.0
    decisions, residual = first_best_decisions(profit_hessian(inattentive, steady), outside)
    wage, good, utility = outside[:3]

    def ahead(x):
        return np.concatenate([x[1:], x[-1:]])

    discounted = ahead(utility) - utility + ahead(wage)
    demand, b = steady.demand, inattentive.carry
    price, cost = steady.price, steady.marginal_cost
    rationed = price * demand.threshold * demand.stock_out_probability
    # Log markup per log threshold, from the pricing condition.
    markup = (rationed - inattentive.theta * (price - b * cost) * demand.served_density) / (
        inattentive.theta * b * cost * demand.served_demand
    )
    assert markup == pytest.approx(-0.22779, abs=5e-6)
    threshold_slope = cost / (
        (price - b * cost) * demand.stock_out_density - price * demand.stock_out_probability * markup
    )
    assert threshold_slope == pytest.approx(5.6096, abs=5e-5)
    threshold = threshold_slope * (discounted - wage)
    best_price = discounted + markup * threshold
    np.testing.assert_allclose(decisions[0], best_price, atol=1e-12)
    np.testing.assert_allclose(decisions[1], good - inattentive.theta * best_price + threshold, atol=1e-11)
    assert residual < 1e-13


def test_a_longer_horizon_changes_nothing(inattentive, steady, sequence):
    longer = sequence_map(inattentive, steady, 2 * T)
    short, long = full_information(sequence), full_information(longer)
    np.testing.assert_allclose(short[:T], long[:T], atol=1e-9)
    np.testing.assert_allclose(short[T:], long[2 * T : 3 * T], atol=1e-9)
    assert max(sequence.residual, longer.residual) < 1e-13


def test_exact_accounting_stays_within_three_percent(inattentive, sequence):
    steady = steady_state(inattentive, "exact")
    exact = sequence_map(inattentive, steady, T, sold="demand")
    printed = aggregate_responses(sequence, full_information(sequence), 0.15)
    other = aggregate_responses(exact, full_information(exact), 0.15)
    for name in ("output", "consumption", "stock", "inflation"):
        assert np.abs(other[name] - printed[name]).max() < 0.03 * np.abs(printed[name]).max(), name


@pytest.mark.parametrize("alpha", [1.0, 0.8633])
def test_full_information_is_the_limit_of_flexible_calvo_prices(calvo, alpha):
    """Two solution methods and two descriptions of the firm meet where nearly every price is reset."""
    parameters = replace(calvo, alpha=alpha, xi_p=1e-7, iota_p=0.0)
    steady = steady_state(parameters, "exact")
    sequence = sequence_map(parameters, steady, T, sold="demand")
    flexible = aggregate_responses(sequence, full_information(sequence), 0.15)
    solution = solve_calvo(parameters, accounting="exact")
    for name, path in impulse_responses(solution.linear, "interest_rate", 0.15, 60).items():
        np.testing.assert_allclose(flexible[name][:60], path, atol=2e-6, err_msg=name)


@pytest.fixture(scope="module")
def money(inattentive):
    return replace(inattentive, h=0.0, g_star=0.0, xi_w=0.90)


def test_money_growth_with_full_information(money):
    steady = steady_state(money)
    sequence = sequence_map(money, steady, 160, "money_growth")
    responses = reported_responses(aggregate_responses(sequence, full_information(sequence), -0.6), money, steady)
    moments = money_moments(responses)
    expected = {"corr_IS_S": 0.952, "autocorr_IS": 0.933, "corr_Y_dI": 0.800, "sd_IS_over_S": 3.31}
    expected |= {"sd_y_over_S": 1.573, "elasticity_IS_S": 3.16, "elasticity_I_S": 4.16}
    for name, value in expected.items():
        assert moments[name] == pytest.approx(value, rel=2e-3), name
    # Prices end up where money does.
    assert responses["price_level"][-1] == pytest.approx(-0.6, abs=1e-8)


def test_money_growth_without_information(money):
    steady = steady_state(money)
    sequence = sequence_map(money, steady, 160, "money_growth")
    responses = reported_responses(aggregate_responses(sequence, np.zeros(320), -0.6), money, steady)
    moments = money_moments(responses)
    assert moments["corr_IS_S"] == pytest.approx(-1.0, abs=1e-9)
    assert moments["sd_IS_over_S"] == pytest.approx(3.01, abs=5e-3)
    assert moments["sd_y_over_S"] == pytest.approx(0.970, abs=2e-3)
    assert moments["elasticity_I_S"] == pytest.approx(-2.0, abs=1e-2)


def test_technology_with_full_information_raises_output_and_lowers_prices(inattentive, steady):
    sequence = sequence_map(inattentive, steady, T, "technology", persistence=0.9)
    responses = aggregate_responses(sequence, full_information(sequence), 1.0)
    assert responses["consumption"][:20].min() > 0.0
    assert responses["price_level"][:20].max() < 0.0
    # With constant returns, marginal cost is the wage less productivity.
    assert responses["real_marginal_cost"] == pytest.approx(responses["real_wage"] - 0.9 ** np.arange(T), abs=1e-13)


def test_technology_reaches_the_calvo_limit_too(calvo):
    parameters: CalvoParameters = replace(calvo, xi_p=1e-7, iota_p=0.0)
    steady = steady_state(parameters, "exact")
    sequence = sequence_map(parameters, steady, T, "technology", sold="demand")
    flexible = aggregate_responses(sequence, full_information(sequence), 1.0)
    solution = solve_calvo(parameters, accounting="exact")
    for name, path in impulse_responses(solution.linear, "technology", 1.0, 60).items():
        np.testing.assert_allclose(flexible[name][:60], path, atol=2e-5, err_msg=name)


def test_inputs_that_do_not_fit_are_refused(inattentive, steady, sequence):
    with pytest.raises(InvalidHorizon, match="horizon"):
        sequence_map(inattentive, steady, 3)
    with pytest.raises(InvalidHorizon, match="persistence"):
        sequence_map(inattentive, steady, 20, persistence=1.0)
    with pytest.raises(InvalidHorizon, match="shape"):
        first_best(sequence, np.zeros(7))
