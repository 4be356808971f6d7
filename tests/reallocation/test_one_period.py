"""The one-period market for used capital and Proposition 1."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import ndtri
from scipy.stats import norm

from frictions.reallocation.errors import InvalidParameter, NoTrade
from frictions.reallocation.one_period import OnePeriodEconomy, used_capital_market
from frictions.reallocation.one_period_equilibria import equilibria, productivity_for_price, selected_equilibrium
from frictions.reallocation.proposition import elasticity_curve, equilibrium_at_price, largest_lemon_rate

SUBSTITUTIONS = (0.001, 0.5, 1.5, 2.5, 3.5, 5.0, 10.0)


@pytest.mark.parametrize("price", [0.85, 0.944])
def test_demand_and_supply_equal_their_integrals(price):
    economy = OnePeriodEconomy(productivity=1.88)
    market = used_capital_market(economy, price)
    kept = 1.0 - economy.lemon_rate
    sd, power = economy.log_productivity_sd, 1.0 / (1.0 - economy.capital_exponent)

    def wanted(z: float, cost: float) -> float:
        return (economy.capital_exponent * z * economy.productivity / cost) ** power

    def density(z: float) -> float:
        return norm.pdf(np.log(z) / sd) / (sd * z)

    buy, sell, cost = float(market.invest_above), float(market.sell_below), float(market.bundle_price)
    bought = quad(lambda z: (wanted(z, cost) - kept) * density(z), buy, 12.0, epsabs=1e-13)[0]
    sold = quad(lambda z: (kept - wanted(z, price)) * density(z), 1e-3, sell, epsabs=1e-13)[0]
    assert float(market.purchases) == pytest.approx(bought, rel=1e-9)
    assert float(market.good_sales) == pytest.approx(sold, rel=1e-9)


def test_entrepreneurs_between_the_thresholds_are_better_off_inactive():
    economy = OnePeriodEconomy(productivity=1.88)
    market = used_capital_market(economy, 0.944)
    kept = 1.0 - economy.lemon_rate
    choices = np.linspace(0.2, 4.0, 38001)
    change = choices - kept
    outlay = np.where(change > 0.0, float(market.bundle_price) * change, 0.944 * change)
    for z in ndtri(np.linspace(0.02, 0.98, 25)):
        level = np.exp(economy.log_productivity_sd * z)
        best = choices[np.argmax(level * economy.productivity * choices**economy.capital_exponent - outlay)]
        if market.sell_below < level < market.invest_above:
            assert best == pytest.approx(kept, abs=2e-4)
        else:
            assert np.sign(best - kept) == np.sign(level - float(market.invest_above) + 1e-12)


def test_elasticities_reproduce_the_tabulated_curve_with_lemons():
    curve = elasticity_curve(OnePeriodEconomy(), 0.944, SUBSTITUTIONS)
    expected = [1.558, 1.481, 1.348, 1.237, 1.144, 1.030, 0.786]
    assert curve.price_elasticity == pytest.approx(expected, abs=2e-3)
    assert curve.good_sales_elasticity == pytest.approx([3.006, 2.583, 1.856, 1.259, 0.762, 0.158, -1.089], abs=2e-3)
    assert np.all(curve.slope < 0.0)
    assert np.max(np.abs(curve.residual)) < 1e-13


def test_elasticities_reproduce_the_tabulated_curve_without_lemons():
    curve = elasticity_curve(OnePeriodEconomy(lemon_rate=0.0), 0.944, SUBSTITUTIONS)
    assert curve.price_elasticity == pytest.approx([1.551, 1.471, 1.337, 1.228, 1.138, 1.029, 0.805], abs=2e-3)


def test_reallocation_is_procyclical_exactly_below_the_threshold():
    economy = OnePeriodEconomy()
    threshold = elasticity_curve(economy, 0.944, SUBSTITUTIONS).threshold
    _, below = equilibrium_at_price(economy, 0.944, threshold - 1e-4)
    _, above = equilibrium_at_price(economy, 0.944, threshold + 1e-4)
    assert below.price_elasticity > 1.0 > above.price_elasticity
    assert below.good_sales_elasticity > 0.0 > above.good_sales_elasticity
    assert below.reallocation_elasticity > 0.0 > above.reallocation_elasticity


@settings(max_examples=12, deadline=None)
@given(
    st.floats(0.05, 12.0),
    st.floats(0.0, 0.004),
    st.floats(0.3, 0.9),
    st.floats(0.15, 0.5),
    st.floats(0.3, 0.7),
)
@pytest.mark.slow
def test_sales_move_with_productivity_as_proposition_1_says(eps, rate, eta, sd, alpha):
    economy = OnePeriodEconomy(
        capital_exponent=alpha, new_weight=eta, lemon_rate=rate, substitution=eps, log_productivity_sd=sd
    )
    nearby = []
    try:
        economy = replace(economy, productivity=productivity_for_price(economy, 0.93))
        found = selected_equilibrium(economy)
        for factor in (0.9999, 1.0001):
            nearby.append(selected_equilibrium(replace(economy, productivity=economy.productivity * factor)))
    except NoTrade:
        reject()
    # Solved again at two nearby productivities, against the closed form.
    width = np.log(1.0001 / 0.9999)
    elasticity = np.log(nearby[1].price_used / nearby[0].price_used) / width
    assume(abs(elasticity) < 50.0)
    assert found.price_elasticity == pytest.approx(elasticity, rel=1e-3, abs=1e-4)
    sales = np.log(nearby[1].good_sales / nearby[0].good_sales)
    if abs(found.price_elasticity - 1.0) > 1e-3:
        assert np.sign(sales) == np.sign(found.price_elasticity - 1.0)


@pytest.mark.parametrize("eps", [0.0, 1.0, 2.5])
def test_search_finds_every_crossing_that_a_dense_scan_shows(eps):
    economy = OnePeriodEconomy(productivity=1.88, lemon_rate=0.02, substitution=eps)
    scan = np.linspace(0.3, 1.2, 200_001)
    excess = used_capital_market(economy, scan).excess_demand
    crossings = scan[:-1][excess[:-1] * excess[1:] < 0.0]
    found = equilibria(economy, 0.3, 1.2)
    assert [e.price_used for e in found] == pytest.approx(list(crossings[::-1]), abs=1e-5)
    assert max(abs(e.residual) for e in found) < 1e-12


@pytest.mark.slow
def test_close_pair_of_equilibria_between_two_scan_points_is_found():
    economy = OnePeriodEconomy(productivity=1.88, substitution=2.5)
    low, high = 0.02, 0.04
    for _ in range(60):
        rate = 0.5 * (low + high)
        low, high = (rate, high) if equilibria(replace(economy, lemon_rate=rate)) else (low, rate)
    pair = equilibria(replace(economy, lemon_rate=low))
    assert len(pair) == 2
    assert pair[0].price_used - pair[1].price_used < np.log(1.5 / 0.05) / 2000.0


def test_stable_equilibrium_with_the_highest_price_is_selected():
    economy = OnePeriodEconomy(productivity=1.88)
    both = equilibria(economy)
    assert [e.slope < 0.0 for e in both] == [True, False]
    assert selected_equilibrium(economy) == both[0]


def test_too_many_lemons_end_trade_with_an_error_that_names_the_market():
    with pytest.raises(NoTrade, match="used capital") as failure:
        selected_equilibrium(OnePeriodEconomy(productivity=1.88, lemon_rate=0.1))
    assert failure.value.market == "used capital"
    assert abs(failure.value.residual) > 1e-4


def test_largest_lemon_rate_separates_trade_from_no_trade():
    economy = OnePeriodEconomy(substitution=2.5)
    rate = largest_lemon_rate(economy, 0.944)
    productivity_for_price(replace(economy, lemon_rate=rate), 0.944)
    with pytest.raises(NoTrade):
        productivity_for_price(replace(economy, lemon_rate=rate + 1e-4), 0.944)


@pytest.mark.parametrize(
    ("name", "value"),
    [("capital_exponent", 1.0), ("lemon_rate", -0.1), ("substitution", float("inf")), ("log_productivity_sd", 0.0)],
)
def test_refused_parameter_is_named(name, value):
    with pytest.raises(InvalidParameter, match=name):
        OnePeriodEconomy(**{name: value})
