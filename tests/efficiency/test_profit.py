"""Real efficiency: the example of the source and expected profit in the model."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from frictions.efficiency.parameters import InvalidParameter, Parameters
from frictions.efficiency.profit import example_profit, example_profit_slope, expected_profit, value_of_learning
from frictions.efficiency.stationary import select_equilibrium, solve_stationary


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.5])
def test_profit_is_the_maximum_over_the_input(scale):
    for eta in (0.2, 0.5, 0.8):
        best = minimize_scalar(
            lambda u, eta=eta: np.exp(u) - scale * np.exp(eta * u), bounds=(-30, 30), method="bounded"
        )
        assert example_profit(np.array([eta]), scale)[0] == pytest.approx(-best.fun, rel=1e-7)


def test_slope_is_the_derivative():
    eta, step = np.linspace(0.1, 0.9, 9), 1e-6
    for scale in (0.5, 1.5, 3.0):
        difference = (example_profit(eta + step, scale) - example_profit(eta - step, scale)) / (2 * step)
        np.testing.assert_allclose(example_profit_slope(eta, scale), difference, rtol=1e-6, atol=1e-6)


def test_profit_is_not_monotone_but_lowest_where_the_input_is_one():
    # The source infers from the limits that closer to constant returns is more efficient.
    scale = 2.0
    assert example_profit(np.array([1 / scale]), scale)[0] == pytest.approx(scale - 1.0, abs=1e-12)
    eta = np.linspace(0.01, 0.99, 99)
    slopes = example_profit_slope(eta, scale)
    assert np.all(slopes[eta < 0.499] < 0.0)
    assert np.all(slopes[eta > 0.501] > 0.0)


def test_limits_of_the_source():
    assert abs(example_profit(np.array([1e-6]), 2.0)[0] - 2.0) < 5e-5
    assert example_profit(np.array([0.999]), 2.0)[0] > 1e100
    assert example_profit(np.array([1 - 1e-6]), 1.0)[0] < 1e-6
    assert example_profit(np.array([0.999]), 0.5)[0] < 1e-100


@pytest.mark.parametrize(
    ("eta", "profit", "gain"), [(0.1, 1.31214, 0.0004), (0.5, 0.78898, 0.0033), (0.9, 0.69801, 0.0091)]
)
def test_expected_profit_in_the_model(eta, profit, gain):
    p = Parameters(eta=eta)
    i = select_equilibrium(solve_stationary(p)).solution.I
    assert expected_profit(p, i) == pytest.approx(profit, abs=6e-6)
    assert value_of_learning(p, i) == pytest.approx(gain, abs=6e-5)


def test_invalid_arguments_are_named():
    with pytest.raises(InvalidParameter, match="eta"):
        example_profit(np.array([1.0]), 2.0)
    with pytest.raises(InvalidParameter, match="scale"):
        example_profit(np.array([0.5]), 0.0)
