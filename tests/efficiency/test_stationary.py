"""Stationary equilibria against reference numbers, independent projections and limits."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frictions.efficiency.parameters import InvalidParameter, Parameters
from frictions.efficiency.path import finite_horizon, solve_period, stationary_continuation
from frictions.efficiency.period import Continuation, excess_risk
from frictions.efficiency.roots import all_roots
from frictions.efficiency.stationary import (
    NoEquilibrium,
    complete_stationary,
    decompose_resale,
    existence_frontier,
    largest_risk_aversion,
    select_equilibrium,
    solve_stationary,
    solve_stationary_panel,
    stationary_excess,
)

ECONOMIES = st.builds(
    Parameters,
    gross_rate=st.floats(1.005, 1.15),
    persistence=st.floats(0.0, 0.95),
    alpha=st.floats(0.05, 0.5),
    theta=st.floats(1.5, 8.0),
    eta=st.floats(0.05, 0.95),
    gamma=st.floats(0.2, 5.0),
    tau_epsilon=st.floats(0.5, 20.0),
    tau_a=st.floats(2.0, 100.0),
    tau_s=st.floats(2.0, 100.0),
    tau_n=st.floats(0.5, 20.0),
    tau_x=st.floats(0.2, 10.0),
    capacity=st.floats(0.5, 20.0),
    chi=st.floats(0.2, 5.0),
)


@pytest.mark.parametrize(
    ("eta", "expected", "high_volatility"),
    [
        (0.1, [1.17090668, 0.03330355, 42.0409201, 0.15186444, 2.32132310, 0.02799104, 0.57824, 0.37182], 0.01773005),
        (0.5, [0.89229957, 0.05464234, 37.4755278, 0.18053452, 2.88996883, 0.04889623, 0.44327, 0.47057], 0.01779876),
        (0.9, [0.47086026, 0.13810122, 49.2020307, 0.17306325, 5.79755948, 0.13163248, 0.18147, 0.52757], 0.01811601),
    ],
)
def test_exogenous_information_matches_the_independent_program(eta, expected, high_volatility):
    found = solve_stationary(Parameters(eta=eta))
    selected = select_equilibrium(found).solution
    values = [getattr(selected, n) for n in ("I", "Sigma", "beta0", "beta1", "beta2", "var_resale", "rpe", "fpe")]
    # Eight and five printed decimals: half a unit of each.
    np.testing.assert_allclose(values[:6], expected[:6], rtol=1e-7, atol=6e-9)
    np.testing.assert_allclose(values[6:], expected[6:], rtol=0, atol=6e-6)
    assert found.root_count == 2
    assert pytest.approx(high_volatility, abs=6e-9) == found.equilibria[0].solution.I
    assert [e.branch for e in found.equilibria] == ["high_volatility", "low_volatility"]


@pytest.mark.parametrize(
    ("eta", "expected"),
    [
        (0.1, [1.95004992, 0.50864926, 1.93423782, 0.03335116]),
        (0.5, [1.04351104, 1.35279221, 1.47307612, 0.05608572]),
    ],
)
def test_endogenous_information_matches_the_independent_program(eta, expected):
    selected = select_equilibrium(solve_stationary(Parameters(eta=eta), "endogenous")).solution
    np.testing.assert_allclose([selected.I, selected.tau_x, selected.tau_g, selected.Sigma], expected, atol=6e-9)


def test_existence_frontier_shrinks_with_efficiency():
    frontier = existence_frontier(Parameters(), np.array([0.1, 0.5, 0.9]))
    np.testing.assert_allclose(frontier, [5.5515, 4.5783, 2.9542], atol=6e-5)


@pytest.mark.parametrize("information", ["exogenous", "endogenous"])
def test_frontier_separates_two_equilibria_from_none(information):
    limit = largest_risk_aversion(Parameters(), information)
    assert solve_stationary(Parameters(gamma=limit * (1 - 1e-9)), information).root_count == 2
    beyond = solve_stationary(Parameters(gamma=limit * (1 + 1e-9)), information)
    assert beyond.root_count == 0
    with pytest.raises(NoEquilibrium, match="gamma"):
        select_equilibrium(beyond)


@pytest.mark.parametrize("information", ["exogenous", "endogenous"])
@given(economy=ECONOMIES)
@settings(max_examples=120, deadline=None)
def test_equilibria_come_in_pairs_and_clear_the_market(information, economy):
    found = solve_stationary(economy, information)
    assert found.root_count in ((0, 2) if information == "exogenous" else (0, 2, 4))
    for equilibrium in found.equilibria:
        solution = equilibrium.solution
        assert np.max(np.abs(solution.residuals)) < 1e-11 * max(1.0, abs(solution.beta0))
        assert abs(solution.payoff_risk_gap) < 1e-12 * max(1.0, solution.Sigma)
    if found.equilibria and information == "exogenous":
        assert abs(found.equilibria[-1].stability_slope) < 1.0 < found.equilibria[0].stability_slope


def test_baseline_residuals_of_both_roots():
    for eta in (0.1, 0.5, 0.9):
        for information in ("exogenous", "endogenous"):
            for equilibrium in solve_stationary(Parameters(eta=eta), information).equilibria:
                assert np.max(np.abs(equilibrium.solution.residuals)) < 1e-11
                assert abs(equilibrium.solution.payoff_risk_gap) < 1e-12


@pytest.mark.parametrize("information", ["exogenous", "endogenous"])
@pytest.mark.parametrize("economy", [Parameters(), Parameters(eta=0.8, tau_g=0.7, input_error=0.2)])
def test_market_clears_by_gaussian_projection(information, economy):
    """Expectations come from covariance matrices of the signals, not from the model's formulas."""
    solution = select_equilibrium(solve_stationary(economy, information)).solution
    p = economy
    e = 1.0 - 1.0 / p.theta
    names = ["a", "es", "eps", "n", "x", "g", "slip", "a2", "es2", "eps2", "n2"]
    fresh = [1 / p.tau_a, 1 / p.tau_s, 1 / p.tau_epsilon, 1 / p.tau_n]
    noise_g = 1.0 / solution.tau_g if solution.tau_g > 0 else 1e12
    variance = np.array([*fresh, 1 / solution.tau_x, noise_g, p.input_error**2, *fresh])
    unit = dict(zip(names, np.eye(len(names)), strict=True))

    def price(a, es, eps, n):
        return solution.beta1 * (eps + solution.beta2 * (a + es) + solution.beta3 * n)

    def project(target, signals):
        matrix = np.array(signals)
        return np.linalg.solve((matrix * variance) @ matrix.T, (matrix * variance) @ target)

    signal, today = unit["a"] + unit["es"], price(unit["a"], unit["es"], unit["eps"], unit["n"])
    # The firm equates log expected marginal income to the rate: (1 - b) k = E[e a + eps / theta] + constant.
    firm = project(e * unit["a"] + unit["eps"] / p.theta, [signal, today])
    log_input = (firm[0] * signal + firm[1] * today) / (1.0 - p.eta * e)
    income = e * unit["a"] + e * p.eta * (log_input + unit["slip"]) + unit["eps"] / p.theta
    payoff = (1.0 + solution.beta4) * p.alpha * income + price(unit["a2"], unit["es2"], unit["eps2"], unit["n2"])
    own = [signal, today, unit["eps"] + unit["x"], unit["n"] + unit["g"]]
    weights = project(payoff, own)
    residual = payoff - weights @ np.array(own)
    assert residual @ (variance * residual) == pytest.approx(solution.Sigma, rel=1e-9)
    expected = weights[0] * signal + weights[1] * today + weights[2] * unit["eps"] + weights[3] * unit["n"]
    clearing = expected - p.gross_rate * today + p.gamma * solution.Sigma * unit["n"]
    np.testing.assert_allclose(clearing, 0.0, atol=1e-9)


def test_resale_price_splits_into_speculation_liquidity_and_investment():
    for information, economy in (("exogenous", Parameters()), ("endogenous", Parameters(eta=0.7))):
        solution = select_equilibrium(solve_stationary(economy, information)).solution
        parts = decompose_resale(economy, solution, information)
        on_price = solution.rpe / (economy.theta * (1.0 - economy.eta * 0.75))
        assert parts.speculation + parts.investment * on_price == pytest.approx(solution.beta1, abs=1e-12)
        noise = parts.liquidity + parts.investment * on_price * solution.beta3
        assert noise == pytest.approx(solution.beta1 * solution.beta3, abs=1e-12)
        printed = economy.eta * economy.alpha / (economy.gross_rate - economy.persistence) * (1 - 1 / economy.theta)
        assert parts.investment == pytest.approx(printed, abs=1e-15)


@given(economy=ECONOMIES)
@settings(max_examples=60, deadline=None)
def test_efficiency_lowers_informativeness_only_on_the_low_volatility_branch(economy):
    step = min(1e-3, 0.5 * (0.96 - economy.eta))
    for information in ("exogenous", "endogenous"):
        before, after = (solve_stationary(replace(economy, eta=economy.eta + k * step), information) for k in (0, 1))
        if before.root_count == after.root_count == 2:
            assert after.equilibria[-1].solution.I < before.equilibria[-1].solution.I
            assert after.equilibria[0].solution.I > before.equilibria[0].solution.I


def test_information_choice_amplifies_the_fall():
    fixed = [select_equilibrium(solve_stationary(Parameters(eta=eta))).solution.I for eta in (0.1, 0.9)]
    chosen = [
        select_equilibrium(solve_stationary(Parameters(eta=eta, chi=0.25), "endogenous")).solution for eta in (0.1, 0.9)
    ]
    np.testing.assert_allclose([chosen[0].I, chosen[1].I], [3.215, 0.494], atol=6e-4)
    assert fixed[0] / fixed[1] < chosen[0].I / chosen[1].I
    assert chosen[1].tau_x > chosen[0].tau_x
    assert chosen[1].tau_g < chosen[0].tau_g


@pytest.mark.parametrize(
    ("chi", "information", "slope"),
    [(1.0, "exogenous", -0.068), (1.0, "endogenous", -0.186), (0.25, "endogenous", -0.163)],
)
def test_stability_slopes(chi, information, slope):
    found = solve_stationary(Parameters(chi=chi), information)
    assert found.equilibria[-1].stability_slope == pytest.approx(slope, abs=6e-4)
    assert found.equilibria[0].stability_slope == pytest.approx(1.976, abs=6e-4)


@pytest.mark.parametrize("information", ["exogenous", "endogenous"])
def test_stability_slope_is_the_derivative_of_the_backward_map(information):
    p = Parameters(eta=0.7)
    found = solve_stationary(p, information)
    for equilibrium in found.equilibria:
        i, step = equilibrium.solution.I, 1e-6 * equilibrium.solution.I
        today = []
        for sign in (1, -1):
            tomorrow = complete_stationary(p, i + sign * step, information)
            following = Continuation(0.0, tomorrow.beta4, tomorrow.resale_variance)
            roots = all_roots(lambda x, f=following: excess_risk(p, x, information, f))
            today.append(roots[np.argmin(np.abs(roots - i))])
        assert (today[0] - today[1]) / (2 * step) == pytest.approx(equilibrium.stability_slope, rel=1e-5)


def test_many_economies_at_once_equal_one_by_one():
    etas = np.linspace(0.1, 0.9, 9)
    together = solve_stationary_panel(Parameters(eta=etas, tau_x=np.linspace(1.0, 3.0, 9)))
    for k, eta in enumerate(etas):
        alone = select_equilibrium(solve_stationary(Parameters(eta=eta, tau_x=1.0 + 0.25 * k))).solution
        for name in ("I", "beta0", "beta1", "var_resale", "fpe"):
            assert getattr(together, name)[k] == pytest.approx(getattr(alone, name), rel=1e-12)


def test_many_economies_report_how_many_have_no_equilibrium():
    with pytest.raises(NoEquilibrium, match="1 of 2"):
        solve_stationary_panel(Parameters(gamma=np.array([1.0, 50.0])))


def test_vanishing_efficiency_leaves_the_economy_without_a_firm():
    # Without the firm: R beta1 = B (tau_x + tau_q) / (theta tau_hat), R beta1 beta2 = B e omega_s.
    p = Parameters(eta=1e-9)
    solution = select_equilibrium(solve_stationary(p)).solution
    loading = p.alpha * (1.0 + solution.beta4)
    tau_q = p.tau_n * solution.I**2
    pure = loading * (p.tau_x + tau_q) / (p.theta * (p.tau_epsilon + p.tau_x + tau_q) * p.gross_rate)
    assert solution.beta1 == pytest.approx(pure, rel=1e-8)
    assert solution.beta1 * solution.beta2 == pytest.approx(loading * 0.75 * 0.5 / p.gross_rate, rel=1e-8)


def test_last_period_without_productivity_risk_is_the_classic_informativeness():
    p = Parameters(tau_a=float("inf"))
    solution, count = solve_period(p, Continuation(0.0, 0.0, 0.0))
    assert pytest.approx(p.tau_x * p.theta / (p.gamma * p.alpha), rel=1e-12) == solution.I
    assert count == 1


@pytest.mark.parametrize(("tau_g", "count"), [(0.0005, 2), (0.01, 0)])
def test_signals_of_noise_alone_give_two_equilibria_or_none_in_the_last_period(tau_g, count):
    # Without productivity risk the equation is tau_g I^2 - (gamma alpha / theta) I + tau_x = 0.
    p = Parameters(tau_a=float("inf"), tau_x=0.1, tau_g=tau_g)
    roots = all_roots(lambda i: excess_risk(p, i, "exogenous", Continuation(0.0, 0.0, 0.0)))
    exact = np.sort(np.roots([tau_g, -p.gamma * p.alpha / p.theta, p.tau_x]))
    assert roots.size == count
    if count:
        np.testing.assert_allclose(roots, exact.real, rtol=1e-10)


@given(economy=ECONOMIES, variance=st.floats(0.0, 1.0), beta4=st.floats(0.0, 5.0))
@settings(max_examples=100, deadline=None)
def test_without_signals_of_noise_the_period_has_one_equilibrium(economy, variance, beta4):
    following = Continuation(0.0, beta4, variance)
    roots = all_roots(lambda i: excess_risk(economy, i, "exogenous", following))
    e_va = (1 - 1 / economy.theta) ** 2 / (economy.tau_a + economy.tau_s)
    c1 = ((1 + beta4) * economy.alpha / economy.theta) ** 2
    c2 = ((1 + beta4) * economy.alpha) ** 2 * e_va + variance
    scale = economy.gamma * economy.theta
    cubic = [
        scale * c2 * economy.tau_n,
        0.0,
        scale * (c1 + c2 * (economy.tau_epsilon + economy.tau_x)),
        -economy.alpha * (1 + beta4) * economy.tau_x,
    ]
    exact = [r.real for r in np.roots(cubic) if abs(r.imag) < 1e-9 * abs(r) and r.real > 0]
    assert roots.size == 1
    np.testing.assert_allclose(roots, exact, rtol=1e-7)


@pytest.mark.parametrize(
    ("information", "p"),
    [
        ("exogenous", Parameters(alpha=0.3, theta=1.9, gamma=1.2, tau_a=110.0, tau_s=2100.0, tau_n=0.3, tau_g=0.022)),
        ("endogenous", Parameters(alpha=0.96, theta=5.0, gamma=2.5, tau_epsilon=1.0, tau_n=0.12, capacity=0.14)),
    ],
)
def test_signals_of_noise_can_give_three_equilibria_in_one_period(information, p):
    p = replace(p, tau_s=2100.0)
    counts = []
    for variance in np.logspace(-6, -1, 21):
        following = Continuation(0.0, 1.5, variance)
        roots = all_roots(lambda i, f=following: excess_risk(p, i, information, f))
        solution, count = solve_period(p, following, information)
        assert count == roots.size
        assert roots[-1] == solution.I
        counts.append(count)
    assert set(counts) == {1, 3}


def test_chosen_information_can_give_four_stationary_equilibria():
    p = Parameters(
        gross_rate=1.12, persistence=0.613, alpha=0.369, theta=5.196, eta=0.918, gamma=0.273, tau_epsilon=16.644,
        tau_a=35.113, tau_s=28.803, tau_n=0.507, capacity=2.049, chi=0.621,
    )  # fmt: skip
    found = solve_stationary(p, "endogenous")
    assert found.root_count == 4
    assert [e.branch for e in found.equilibria] == ["high_volatility", "middle_1", "middle_2", "low_volatility"]
    slopes = [e.stability_slope for e in found.equilibria]
    assert slopes[0] > 1.0
    assert all(np.max(np.abs(e.solution.residuals)) < 1e-11 for e in found.equilibria)


def test_chosen_information_can_leave_finite_horizons_in_a_cycle_around_the_selected_equilibrium():
    p = Parameters(
        gross_rate=1.125, persistence=0.75, alpha=0.0625, theta=1.5, gamma=2.0, tau_epsilon=3.0, tau_a=2.0, tau_s=2.0,
        tau_n=1.0, capacity=0.5, chi=2.0,
    )  # fmt: skip
    selected = select_equilibrium(solve_stationary(p, "endogenous"))
    assert selected.stability_slope < -1.0
    path = finite_horizon(p, 300, "endogenous").values("I")
    np.testing.assert_allclose(path[:2], path[2:4], rtol=1e-9)
    low, high = sorted(path[:2])
    assert low < selected.solution.I - 0.1 < selected.solution.I + 0.1 < high


def test_root_finder_separates_roots_closer_than_its_scan():
    roots = all_roots(lambda i: (np.log(i) - 0.3) * (np.log(i) - 0.3001))
    np.testing.assert_allclose(np.log(roots), [0.3, 0.3001], atol=1e-9)


def test_stationary_equation_rises_without_bound_at_both_ends():
    for information in ("exogenous", "endogenous"):
        assert stationary_excess(Parameters(), 1e-6, information) > 3.0
        assert stationary_excess(Parameters(), 1e4, information) > 3.0


def test_continuation_is_the_price_of_the_stationary_equilibrium():
    following = stationary_continuation(Parameters(), "exogenous")
    solution, _ = solve_period(Parameters(), following)
    assert pytest.approx(0.89229957, abs=1e-8) == solution.I
    assert solution.beta0 == pytest.approx(following.beta0, rel=1e-13)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("eta", 1.0), ("theta", 1.0), ("gross_rate", 1.0), ("gamma", 0.0), ("tau_g", -1.0), ("persistence", 1.0)],
        *[("tau_x", float("nan")), ("tau_s", float("inf"))],
    ],
)
def test_invalid_parameters_are_named(name, value):
    with pytest.raises(InvalidParameter, match=name):
        Parameters(**{name: value})
