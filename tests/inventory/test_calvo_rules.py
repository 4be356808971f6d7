"""Rules of the individual firm: reference values, root selection and limits."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import fsolve
from scipy.stats import qmc

from frictions.errors import FrictionsError
from frictions.inventory.calvo import phillips_slope, solve_calvo
from frictions.inventory.calvo_rules import firm_rules
from frictions.inventory.steady_state import steady_state
from frictions.rational_expectations.solution import NoStableRule


def rules_at(parameters, mc_mode="marginal"):
    return firm_rules(parameters, steady_state(parameters), mc_mode)


def test_reference_coefficients_with_marginal_cost(calvo):
    rules = rules_at(calvo)
    assert rules.labor == pytest.approx((-0.27797953, -4.22330711), abs=5e-9)
    assert rules.reset_price == pytest.approx(-0.01688608, abs=5e-9)
    assert rules.inventories == pytest.approx((0.449007, 1.928184), abs=5e-7)
    assert rules.stock == pytest.approx((0.164908, -2.455467), abs=5e-7)
    assert (rules.price_weight, rules.own_price_effect) == pytest.approx((4.284475, 0.276293), abs=5e-7)
    assert phillips_slope(calvo, rules) == pytest.approx(0.2436704, abs=5e-8)


def test_reference_coefficients_with_average_cost(calvo):
    rules = rules_at(calvo, "average")
    assert rules.cost_weight == pytest.approx(0.677686, abs=5e-7)
    assert rules.labor == pytest.approx((-0.279910, -4.464243), abs=5e-7)
    assert rules.reset_price == pytest.approx(-0.017082, abs=5e-7)
    assert rules.inventories == pytest.approx((0.445951, 1.546772), abs=5e-7)
    assert rules.stock == pytest.approx((0.163786, -2.595549), abs=5e-7)
    assert phillips_slope(calvo, rules) == pytest.approx(0.2488220, abs=5e-8)


def test_constant_returns_have_a_closed_form(calvo):
    """With constant returns inventories do not matter, and the slope of the Phillips curve is explicit."""
    parameters = replace(calvo, alpha=1.0)
    steady, rules = steady_state(parameters), rules_at(parameters)
    b, price, hazard = parameters.carry, steady.price, steady.demand.stock_out_elasticity
    stock = -parameters.theta - price / ((price - b * steady.marginal_cost) * hazard)
    assert rules.stock == pytest.approx((0.0, stock), abs=1e-13)
    assert stock == pytest.approx(-4.204741, abs=5e-7)
    assert rules.labor == pytest.approx((-0.48484212, -6.24337703), abs=5e-9)
    assert rules.reset_price == pytest.approx(0.0, abs=1e-14)
    assert rules.inventories[0] == pytest.approx(0.0, abs=1e-14)
    xi, beta, curvature = parameters.xi_p, parameters.beta, steady.markup_curvature
    closed = (1 - xi) * (1 - beta * xi) / xi / (1 + curvature * (parameters.theta + stock))
    assert phillips_slope(parameters, rules) == pytest.approx(closed, rel=1e-12)


def test_cost_modes_coincide_at_constant_returns(calvo):
    parameters = replace(calvo, alpha=1.0)
    assert rules_at(parameters, "average") == rules_at(parameters, "marginal")


def printed_conditions(parameters, steady):
    """(A.26), (A.27) and (A.40) as functions of (psi_l1, psi_l2, psi_p1), in matrix form."""
    alpha, beta, theta, xi, b = parameters.alpha, parameters.beta, parameters.theta, parameters.xi_p, parameters.carry
    e_psi, e_haz = steady.demand.sales_elasticity, steady.demand.stock_out_elasticity
    price, cost, curvature = steady.price, steady.marginal_cost, steady.markup_curvature
    s_inv, s_z = steady.sales / steady.inventories, steady.sales / steady.stock
    y_inv, y_z = steady.output / steady.inventories, steady.output / steady.stock
    kept, k = 1 - parameters.delta_z, 1 - s_z * e_psi
    b1 = -(b * cost / (price - b * cost) - b / (1 - b))

    def transition(x):
        inv = np.array([kept * k + y_inv * k * alpha * x[0], s_inv * theta * (1 - e_psi) + y_inv * k * alpha * x[1]])
        return np.vstack([inv, np.array([0.0, xi]) + (1 - xi) * x[2] * inv])

    def conditions(x):
        inv = transition(x)[0]
        z = np.array([kept / steady.stock * steady.inventories + y_z * alpha * x[0], y_z * alpha * x[1]])
        mc = (1 - alpha) * np.array(x[:2])
        c = mc[0] + mc[1] * (1 - xi) * x[2]
        phi1 = np.array([c * inv[0], c * inv[1] + mc[1] * xi])
        summed = (phi1 - curvature * z) @ np.linalg.inv(np.eye(2) - beta * xi * np.array([inv, [0.0, 1.0]]))
        return [
            mc[0] / (1 - b) - e_haz * z[0] - b1 * phi1[0],
            mc[1] / (1 - b) - e_haz * (z[1] + theta) - price / (price - b * cost) - b1 * phi1[1],
            (1 + curvature * theta) / (1 - beta * xi) * x[2] - summed @ [1.0, x[2]],
        ]

    return conditions, transition


def test_the_conditions_have_an_explosive_root_which_is_not_taken(calvo):
    conditions, transition = printed_conditions(calvo, steady_state(calvo))
    wrong = fsolve(conditions, (0.3313, 4.729, 0.1694), xtol=1e-13)
    assert np.abs(conditions(wrong)).max() < 1e-9
    assert wrong == pytest.approx((0.3313, 4.729, 0.1694), abs=5e-4)
    assert np.abs(np.linalg.eigvals(transition(wrong))).max() > 1.0
    rules = rules_at(calvo)
    right = (*rules.labor, rules.reset_price)
    assert np.abs(conditions(right)).max() < 1e-12
    assert np.abs(np.linalg.eigvals(transition(right))).max() == pytest.approx(rules.spectral_radius, rel=1e-10)
    assert rules.spectral_radius < 1.0


def test_giving_up_is_a_typed_error(calvo):
    with pytest.raises(NoStableRule, match="3 steps"):
        firm_rules(calvo, steady_state(calvo), max_iterations=3)


BOX = {
    "xi_p": (0.02, 0.98),
    "iota_p": (0.0, 1.0),
    "xi_w": (0.02, 0.98),
    "iota_w": (0.0, 1.0),
    "sigma_c": (0.2, 6.0),
    "sigma_l": (0.05, 8.0),
    "alpha": (0.4, 1.0),
}


def box_points(count):
    low, high = np.array(list(BOX.values())).T
    return qmc.scale(qmc.Sobol(len(BOX), rng=7).random(count), low, high)


def check_box(calvo, count):
    for point in box_points(count):
        for mode in ("marginal", "average"):
            solution = solve_calvo(replace(calvo, **dict(zip(BOX, point.tolist(), strict=True))), mode)
            assert solution.rules.residual < 1e-9
            assert solution.rules.spectral_radius < 1.0
            assert solution.linear.largest_stable_root < 1.0
            assert solution.linear.residual < 1e-9


def test_the_whole_estimation_box_has_a_unique_stable_solution(calvo):
    check_box(calvo, 128)


@pytest.mark.slow
def test_the_whole_estimation_box_has_a_unique_stable_solution_at_4096_points(calvo):
    check_box(calvo, 4096)


@given(
    xi_p=st.floats(1e-6, 1 - 1e-6),
    alpha=st.floats(0.01, 1.0),
    theta=st.floats(1.05, 60.0),
    sigma=st.floats(0.01, 3.0),
    delta=st.floats(0.0, 0.9),
    beta=st.floats(0.5, 0.99999),
    phi_pi=st.floats(-3.0, 5.0),
    phi_y=st.floats(-2.0, 5.0),
    xi_w=st.floats(1e-6, 1 - 1e-6),
    mode=st.sampled_from(["marginal", "average"]),
    policy=st.sampled_from(["interest_rate", "money_growth"]),
)
@settings(max_examples=120, deadline=None)
def test_far_away_parameters_are_solved_or_refused_with_a_typed_error(
    calvo, xi_p, alpha, theta, sigma, delta, beta, phi_pi, phi_y, xi_w, mode, policy
):
    parameters = replace(
        calvo,
        xi_p=xi_p,
        alpha=alpha,
        theta=theta,
        sigma_v=sigma,
        delta_z=delta,
        beta=beta,
        phi_pi=phi_pi,
        phi_Y=phi_y,
        xi_w=xi_w,
    )
    try:
        solution = solve_calvo(parameters, mode, policy)
    except FrictionsError:
        return
    assert solution.linear.residual < 1e-6
    assert solution.rules.spectral_radius < 1.0
    assert np.abs(np.linalg.eigvals(solution.linear.transition)).max() < 1.0
