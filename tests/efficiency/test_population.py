"""Population measures against long moving averages, long simulations and the claims about them."""

from dataclasses import replace

import numpy as np
import pytest

from frictions.efficiency.informativeness import (
    InformativenessSettings,
    relative_informativeness,
    revelatory_informativeness,
)
from frictions.efficiency.parameters import Parameters
from frictions.efficiency.population import (
    population_informativeness,
    population_sensitivity,
    shock_loadings,
)
from frictions.efficiency.sensitivity import controlled_slope, growth_slope, input_share, log_growth
from frictions.efficiency.simulation import simulate_histories
from frictions.efficiency.stationary import select_equilibrium, solve_stationary


def _solve(p):
    return select_equilibrium(solve_stationary(p)).solution


@pytest.mark.parametrize(
    ("eta", "expected"),
    [(0.1, [0.2358, 0.3718, 0.3362]), (0.5, [0.3886, 0.4706, 0.2577]), (0.9, [0.5826, 0.5276, 0.1055])],
)
def test_measures_match_the_independent_program(eta, expected):
    p = Parameters(eta=eta)
    found = population_informativeness(p, _solve(p))
    np.testing.assert_allclose([found.on_income, found.forecasting, found.revelatory], expected, atol=6e-5)


@pytest.mark.parametrize("payoff", ["income", "adjusted_income"])
def test_relative_measure_equals_a_regression_on_the_moving_average(payoff):
    p = Parameters(eta=0.7, input_error=0.1)
    solution = _solve(p)
    loadings = shock_loadings(p, solution)
    variances = np.array(loadings.variances, dtype=float)
    length = 400
    income, own = np.array(loadings.income, dtype=float), np.array(loadings.price, dtype=float)
    target = np.array(getattr(loadings, payoff), dtype=float)
    # Rows are lags of the five shocks of one period; the price adds the dividend's geometric sum of past income.
    price = np.zeros((length, 5))
    price[0] = own
    for lag in range(1, length):
        price[lag] = p.alpha * solution.beta4 * p.persistence ** (lag - 1) * income

    def change(series):
        return np.vstack([series, np.zeros((1, 5))]) - np.vstack([np.zeros((1, 5)), series])

    def at(lag):
        series = np.zeros((length, 5))
        series[lag] = target
        return change(series)

    dq, future, current = change(price), at(0), at(1)
    cov = lambda x, y: float(np.sum(x * y * variances))  # noqa: E731
    beta = cov(future, current) / cov(current, current)
    rest = future - beta * current
    left = dq - cov(dq, current) / cov(current, current) * current
    partial = cov(left, rest) ** 2 / (cov(left, left) * cov(rest, rest))
    found = population_informativeness(p, solution)
    assert (found.on_income if payoff == "income" else found.on_adjusted_income) == pytest.approx(partial, rel=1e-10)


@pytest.mark.parametrize("eta", [0.2, 0.8])
@pytest.mark.slow
def test_long_simulation_reaches_the_population(eta):
    p = Parameters(eta=eta, input_error=0.15)
    solution = _solve(p)
    generator = np.random.default_rng(int(100 * eta))
    panel = simulate_histories(p, solution, np.zeros(1), 200_000, generator)
    growth = np.diff(panel.log_income, axis=1, prepend=np.nan)
    change = np.diff(panel.price, axis=1, prepend=np.nan)
    exact = population_informativeness(p, solution)
    found = relative_informativeness(change, growth, InformativenessSettings())
    assert found.relative[0] == pytest.approx(exact.on_income, abs=0.004)
    b = np.array([0.75 * eta])
    adjusted = np.full(growth.shape, np.nan)
    adjusted[:, 1:] = panel.log_income[:, 1:] - b * panel.log_input[:, :-1]
    found = relative_informativeness(change, np.diff(adjusted, axis=1, prepend=np.nan), InformativenessSettings())
    assert found.relative[0] == pytest.approx(exact.on_adjusted_income, abs=0.004)
    known = np.stack([panel.disclosure, panel.dividend], axis=2)
    found = revelatory_informativeness(panel.log_income, panel.log_input, panel.price, known, b)
    assert found[0] == pytest.approx(exact.revelatory, abs=0.004)
    found = revelatory_informativeness(panel.log_income, panel.log_input, panel.price, known, np.zeros(1))
    assert found[0] == pytest.approx(exact.forecasting, abs=0.004)
    controls = np.stack([panel.disclosure, panel.price, panel.dividend], axis=2)
    slopes = population_sensitivity(p, solution)
    income, inputs = np.exp(panel.log_income), np.exp(panel.log_input)
    assert growth_slope(log_growth(income), log_growth(inputs))[0] == pytest.approx(slopes.growth_slope, abs=0.01)
    assert controlled_slope(panel.log_income, panel.log_input, controls)[0] == pytest.approx(
        float(slopes.controlled_slope), abs=0.02
    )
    assert input_share(income, inputs, p.gross_rate)[0] == pytest.approx(slopes.input_share, rel=0.005)


def test_simulated_dividend_and_price_start_from_their_stationary_law():
    p = Parameters(eta=0.6)
    panel = simulate_histories(p, _solve(p), np.zeros(40_000), 4, np.random.default_rng(1))
    for series in (panel.dividend, panel.price, panel.log_income):
        np.testing.assert_allclose(series.mean(axis=0), series.mean(), atol=5 * series.std() / 200)
        np.testing.assert_allclose(series.std(axis=0), series.std(), rtol=0.02)


def test_optimal_inputs_hide_efficiency_from_the_growth_slope():
    for eta in (0.2, 0.5, 0.8):
        p = Parameters(eta=eta)
        sensitivity = population_sensitivity(p, _solve(p))
        assert sensitivity.growth_slope == pytest.approx(1.0, abs=1e-12)
        assert np.isnan(sensitivity.controlled_slope)
        assert sensitivity.input_share == pytest.approx(0.75 * eta)


def test_input_error_identifies_the_growth_slope_by_its_share_of_variance():
    p = Parameters(eta=0.6, input_error=0.2)
    solution = _solve(p)
    loadings = shock_loadings(p, solution)
    chosen = sum(v * x * x for v, x in zip(loadings.variances[:4], loadings.input[:4], strict=True))
    exact = 1.0 - (1.0 - 0.45) * 0.04 / (0.04 + chosen)
    assert population_sensitivity(p, solution).growth_slope == pytest.approx(exact, rel=1e-12)


def test_income_regression_and_revelatory_efficiency_move_apart_with_efficiency():
    """The published regression measures forecasting, which feedback inflates; the theory is about revelation."""
    generator = np.random.default_rng(11)
    rises = falls = economies = 0
    while economies < 60:
        draw = lambda low, high: float(np.exp(generator.uniform(np.log(low), np.log(high))))  # noqa: E731
        p = Parameters(
            gamma=draw(0.3, 2.0),
            theta=draw(2.0, 8.0),
            tau_epsilon=draw(1.0, 10.0),
            tau_n=draw(1.0, 10.0),
            tau_x=draw(0.5, 5.0),
            tau_a=draw(5.0, 100.0),
            tau_s=draw(5.0, 100.0),
            alpha=draw(0.1, 0.3),
            eta=float(generator.uniform(0.2, 0.7)),
        )
        q = replace(p, eta=p.eta + 0.1)
        if not (solve_stationary(p).equilibria and solve_stationary(q).equilibria):
            continue
        before, after = (population_informativeness(x, _solve(x)) for x in (p, q))
        economies += 1
        rises += after.on_income > before.on_income
        falls += after.revelatory < before.revelatory
    assert falls == 60
    assert rises >= 54


def test_without_the_disclosure_the_feedback_adjusted_regression_does_not_fall_with_efficiency():
    values = [population_informativeness(Parameters(eta=eta), _solve(Parameters(eta=eta))) for eta in (0.1, 0.5, 0.9)]
    adjusted = [v.on_adjusted_income for v in values]
    assert adjusted[1] > max(adjusted[0], adjusted[2])
    np.testing.assert_allclose(adjusted, [0.21317, 0.23390, 0.21185], atol=6e-6)
