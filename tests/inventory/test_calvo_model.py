"""The solved Calvo model: reference responses, published impacts and moments, variants and independent solvers."""

from dataclasses import replace

import linearsolve
import numpy as np
import pytest

from frictions.inventory.calvo import calvo_system, solve_calvo
from frictions.inventory.responses import REPORTED, calvo_responses, matched_responses
from frictions.matching.moments import business_cycle_moments, sampled_moments
from frictions.matching.target import MATCHED_VARIABLES
from frictions.rational_expectations.perfect_foresight import solve_paths
from frictions.rational_expectations.solution import Explosive, Indeterminate, impulse_responses

REFERENCE = {
    "marginal": {
        "output": [-0.1052, -0.0187, -0.0372, -0.0403, -0.0349, -0.0270, -0.0195, -0.0133],
        "inflation": [-0.1458, -0.0760, -0.0371, -0.0169, -0.0069, -0.0021, 0.0000, 0.0008],
        "consumption": [-0.0663, -0.0749, -0.0626, -0.0456, -0.0303, -0.0188, -0.0107, -0.0056],
        "inventory_sales": [0.0055, 0.0974, 0.1349, 0.1308, 0.1095, 0.0844, 0.0614, 0.0427],
        "inventories": [-0.0671, 0.0305, 0.0749, 0.0846, 0.0772, 0.0634, 0.0485, 0.0354],
        "real_wage": [-0.2469, -0.1309, -0.0604, -0.0249, -0.0080, -0.0006, 0.0022, 0.0028],
        "nominal_rate": [0.0894, 0.0423, 0.0184, 0.0067, 0.0013, -0.0009, -0.0015, -0.0015],
    },
    "average": {
        "output": [-0.1265, -0.0202, -0.0339, -0.0363, -0.0316, -0.0247, -0.0181, -0.0126],
        "inflation": [-0.1455, -0.0750, -0.0365, -0.0168, -0.0069, -0.0023, -0.0002, 0.0006],
        "consumption": [-0.0662, -0.0752, -0.0633, -0.0467, -0.0316, -0.0200, -0.0118, -0.0065],
        "inventory_sales": [-0.0286, 0.0579, 0.1020, 0.1069, 0.0939, 0.0751, 0.0565, 0.0405],
        "inventories": [-0.1043, -0.0090, 0.0423, 0.0607, 0.0613, 0.0535, 0.0430, 0.0326],
        "real_wage": [-0.2538, -0.1336, -0.0616, -0.0256, -0.0085, -0.0010, 0.0019, 0.0026],
        "nominal_rate": [0.0886, 0.0420, 0.0185, 0.0070, 0.0017, -0.0006, -0.0013, -0.0013],
    },
}

MOMENTS = {
    "marginal": (-0.790, -0.603, 0.262, 0.880, 0.862, -0.228, 1.299, 2.029, 2.199),
    "average": (-0.650, -0.371, 0.427, 0.858, 0.899, -0.232, 1.162, 1.623, 2.029),
}
PUBLISHED = (-0.653, -0.381, 0.415, 0.860, 0.888, -0.232, 1.098, 1.656, 2.095)
SAMPLING = (0.06, 0.10, 0.07, 0.02, 0.006, 0.06, 0.043, 0.024, 0.079)
"""Spread of the moments over samples of 200 quarters, as reported beside the published ones."""


@pytest.mark.parametrize("mode", ["marginal", "average"])
def test_reference_responses(calvo, mode):
    responses = calvo_responses(solve_calvo(calvo, mode), 8)
    for name, expected in REFERENCE[mode].items():
        assert responses[name] == pytest.approx(expected, abs=5.1e-5), name


def test_published_impacts_with_average_cost(calvo):
    responses = calvo_responses(solve_calvo(calvo, "average"), 1)
    assert responses["output"][0] == pytest.approx(-0.12, abs=0.01)
    assert responses["inflation"][0] == pytest.approx(-0.14, abs=0.01)
    assert responses["real_wage"][0] < -0.25
    assert -0.3 < responses["real_marginal_cost"][0] < 0.0
    assert responses["real_marginal_cost"][0] == pytest.approx(-0.2738, abs=5e-5)
    assert responses["real_profit"][0] == pytest.approx(0.51, abs=0.005)


@pytest.mark.parametrize("mode", ["marginal", "average"])
def test_reference_moments(calvo, mode):
    moments = business_cycle_moments(calvo_responses(solve_calvo(calvo, mode), 400))
    assert tuple(moments.values()) == pytest.approx(MOMENTS[mode], abs=5.1e-4)


def test_all_nine_published_moments_lie_within_two_sampling_deviations(calvo):
    responses = calvo_responses(solve_calvo(calvo, "average"), 400)
    population = business_cycle_moments(responses)
    samples = sampled_moments(responses, 200, 600, np.random.SeedSequence(20190401))
    for (name, value), published, reported in zip(population.items(), PUBLISHED, SAMPLING, strict=True):
        spread = samples[name].std(ddof=1)
        assert spread == pytest.approx(reported, rel=0.25), name
        assert abs(value - published) < 2.0 * spread, name


def test_marginal_cost_misses_published_moments_by_many_deviations(calvo):
    moments = business_cycle_moments(calvo_responses(solve_calvo(calvo, "marginal"), 400))
    distance = np.abs(np.array(list(moments.values())) - PUBLISHED) / SAMPLING
    assert distance.max() > 9.0


def test_matching_four_variables_makes_inventories_collapse(four_variables):
    responses = calvo_responses(solve_calvo(four_variables), 40)
    assert responses["output"][0] == pytest.approx(-1.07, abs=0.005)
    assert responses["inventory_sales"][0] == pytest.approx(-1.39, abs=0.005)
    assert responses["inventories"][0] == pytest.approx(-1.65, abs=0.005)
    assert responses["real_marginal_cost"].min() == pytest.approx(-0.028, abs=5e-4)
    assert responses["real_marginal_cost"].max() <= 0.0
    assert responses["price_level"][0] > 0.0


def test_collapse_of_inventories_at_other_returns_to_scale(four_variables):
    expected = {0.98: (-0.99, -1.25, -1.50, -0.040), 1.0: (-1.12, -1.46, -1.72, -0.023)}
    for alpha, values in expected.items():
        responses = calvo_responses(solve_calvo(replace(four_variables, alpha=alpha)), 40)
        found = [responses[name][0] for name in ("output", "inventory_sales", "inventories")]
        assert found == pytest.approx(values[:3], abs=0.0051)
        assert responses["real_marginal_cost"].min() == pytest.approx(values[3], abs=6e-4)


MONEY = {
    "marginal": {"nominal_marginal_cost": -0.698, "price_level": -0.280, "sales": -0.325, "inventories": 0.16}
    | {"inventory_sales": 0.48, "output": -0.244, "real_rate": 0.199, "nominal_rate": 0.039},
    "average": {"nominal_marginal_cost": -0.714, "price_level": -0.280, "sales": -0.325, "inventories": 0.09}
    | {"inventory_sales": 0.42, "output": -0.277, "real_rate": 0.197, "nominal_rate": 0.039},
}


@pytest.mark.parametrize("mode", ["marginal", "average"])
def test_money_growth_version(calvo, mode):
    solution = solve_calvo(replace(calvo, h=0.0, g_star=0.0), mode, policy="money_growth")
    assert solution.linear.stable_roots == 5
    responses = calvo_responses(solution, 40, size=-0.6)
    for name, value in MONEY[mode].items():
        assert responses[name][0] == pytest.approx(
            value, abs=0.0051 if abs(value) in (0.16, 0.09, 0.48, 0.42) else 5.5e-4
        )
    # Nominal spending follows money, and the markup explains more than the whole fall of consumption on impact.
    assert responses["consumption"] + responses["price_level"] == pytest.approx(np.full(40, -0.6), abs=1e-12)
    assert responses["markup"][0] > -responses["consumption"][0]


def test_printed_phillips_curve_and_exact_accounting_barely_move_the_matched_responses(calvo, four_variables):
    bounds = ((calvo, 3.2e-5, 1.4e-3), (four_variables, 9.1e-3, 1.5e-2))
    for parameters, printed_bound, exact_bound in bounds:
        names = ("output", "inflation", "consumption", "inventory_sales", "inventories", "real_wage")
        base = calvo_responses(solve_calvo(parameters), 16)
        printed = calvo_responses(solve_calvo(parameters, phillips_curve="printed"), 16)
        exact = calvo_responses(solve_calvo(parameters, accounting="exact"), 16)
        assert 0.0 < max(np.abs(printed[name] - base[name]).max() for name in names) < printed_bound
        assert 0.0 < max(np.abs(exact[name] - base[name]).max() for name in names) < exact_bound


def test_matched_responses_are_the_reported_ones_in_the_order_of_the_criterion(calvo):
    stacked = matched_responses(calvo, "average").reshape(6, 15)
    reported = calvo_responses(solve_calvo(calvo, "average"), 16)
    for name, row in zip(MATCHED_VARIABLES, stacked, strict=True):
        np.testing.assert_array_equal(row, reported["real_wage" if name == "unit_labor_cost" else name][1:])


def test_reported_variables_obey_their_definitions(calvo):
    solution = solve_calvo(calvo)
    r = calvo_responses(solution, 30)
    assert tuple(r) == REPORTED
    steady = solution.steady
    assert r["inventory_sales"] == pytest.approx(r["inventories"] - r["sales"], abs=1e-15)
    assert r["real_rate"][:-1] == pytest.approx((r["nominal_rate"][:-1] - r["inflation"][1:]), abs=1e-15)
    assert np.diff(r["price_level"]) == pytest.approx(r["inflation"][1:], abs=1e-15)
    # Output is sold or stored.
    stored = np.diff(r["inventories"], prepend=0.0) + calvo.delta_z * np.append(0.0, r["inventories"][:-1])
    assert steady.output * r["output"] == pytest.approx(steady.sales * r["sales"] + steady.inventories * stored)


def transition_by_linearsolve(system):
    n, k = system.impact.shape
    pre = np.flatnonzero(system.lag.any(axis=0))
    m = pre.size
    a, b = np.zeros((m + k + n, m + k + n)), np.zeros((m + k + n, m + k + n))
    a[:n, m + k :] = system.lead
    b[:n, :m], b[:n, m : m + k], b[:n, m + k :] = -system.lag[:, pre], -system.impact, -system.current
    a[n : n + m, :m] = np.eye(m)
    b[n + np.arange(m), m + k + pre] = 1.0
    a[n + m :, m : m + k] = np.eye(k)
    f, *_ = linearsolve.klein(a=a, b=b, n_states=m + k, eigenvalue_warnings=False)
    transition = np.zeros((n, n))
    transition[:, pre] = f[:, :m].real
    return transition, f[:, m:].real


def transition_by_cyclic_reduction(system):
    up, middle, down, corrected = system.lead, system.current, system.lag, system.current
    n = middle.shape[0]
    for _ in range(60):
        both = np.linalg.solve(middle, np.hstack([down, up]))
        corrected = corrected - up @ both[:, :n]
        middle, down, up = middle - up @ both[:, :n] - down @ both[:, n:], -down @ both[:, :n], -up @ both[:, n:]
    transition = -np.linalg.solve(corrected, system.lag)
    return transition, -np.linalg.solve(system.lead @ transition + system.current, system.impact)


@pytest.mark.parametrize("policy", ["interest_rate", "money_growth"])
@pytest.mark.parametrize("which", ["calvo", "four_variables"])
def test_linearsolve_and_cyclic_reduction_give_the_same_rule(request, which, policy):
    parameters = request.getfixturevalue(which)
    solution = solve_calvo(parameters, policy=policy)
    system = calvo_system(parameters, solution.steady, solution.rules, policy)
    for transition, impact in (transition_by_linearsolve(system), transition_by_cyclic_reduction(system)):
        scale = np.abs(solution.linear.impact).max()
        np.testing.assert_allclose(transition, solution.linear.transition, rtol=0, atol=1e-11 * scale)
        np.testing.assert_allclose(impact, solution.linear.impact, rtol=0, atol=1e-11 * scale)


def test_perfect_foresight_over_a_long_horizon_gives_the_same_responses(calvo):
    solution = solve_calvo(calvo)
    system = calvo_system(calvo, solution.steady, solution.rules)
    exogenous = np.zeros((2, 200, 1))
    exogenous[0, 0, 0] = 0.15
    paths = solve_paths(system, exogenous)
    for name, response in impulse_responses(solution.linear, "interest_rate", 0.15, 100).items():
        np.testing.assert_allclose(paths[name][:100, 0], response, atol=1e-13)


def test_a_passive_interest_rate_rule_is_indeterminate(calvo):
    with pytest.raises(Indeterminate):
        solve_calvo(replace(calvo, phi_pi=0.8, phi_Y=0.0))


def test_a_rule_that_fights_itself_is_refused(calvo):
    with pytest.raises((Explosive, Indeterminate)):
        solve_calvo(replace(calvo, phi_pi=-2.0, phi_Y=-3.0))


def test_determinacy_switches_where_the_taylor_principle_says(calvo):
    """With no output response the boundary is a response of one; the solver brackets it."""
    solve_calvo(replace(calvo, phi_pi=1.001, phi_Y=0.0))
    with pytest.raises(Indeterminate):
        solve_calvo(replace(calvo, phi_pi=0.999, phi_Y=0.0))


def test_two_evaluations_are_bit_identical(calvo):
    np.testing.assert_array_equal(matched_responses(calvo), matched_responses(calvo))
