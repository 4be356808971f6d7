"""The solver against closed forms, a published library, cyclic reduction and brute force."""

import linearsolve
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frictions.errors import FrictionsError
from frictions.rational_expectations.equations import Equation, InvalidSystem, LinearSystem, assemble
from frictions.rational_expectations.perfect_foresight import solve_paths
from frictions.rational_expectations.solution import (
    Explosive,
    Indeterminate,
    NoStableRule,
    impulse_responses,
    solve_linear,
)


def system_of(lead, current, lag, impact):
    n, k = np.shape(impact)
    names = tuple(f"x{i}" for i in range(n))
    matrices = (np.asarray(matrix, dtype=float) for matrix in (lead, current, lag, impact))
    return LinearSystem(names, tuple(f"e{i}" for i in range(k)), *matrices)


def klein_by_linearsolve(system):
    """Transition and impact from the published library, with the shocks passed as states."""
    n, k = system.impact.shape
    pre = np.flatnonzero(system.lag.any(axis=0))
    m = pre.size
    size = m + k + n
    a, b = np.zeros((size, size)), np.zeros((size, size))
    a[:n, m + k :] = system.lead
    b[:n, :m], b[:n, m : m + k], b[:n, m + k :] = -system.lag[:, pre], -system.impact, -system.current
    a[n : n + m, :m] = np.eye(m)
    b[n + np.arange(m), m + k + pre] = 1.0
    a[n + m :, m : m + k] = np.eye(k)
    f, *_, stable, _ = linearsolve.klein(a=a, b=b, n_states=m + k, eigenvalue_warnings=False)
    assert stable == 0
    transition = np.zeros((n, n))
    transition[:, pre] = f[:, :m].real
    return transition, f[:, m:].real


def cyclic_reduction(system, steps=60):
    """Transition and impact by Bini and Meini's cyclic reduction, which uses no eigenvalues."""
    up, middle, down = system.lead.copy(), system.current.copy(), system.lag.copy()
    corrected = middle.copy()
    for _ in range(steps):
        both = np.linalg.solve(middle, np.hstack([down, up]))
        n = middle.shape[0]
        corrected = corrected - up @ both[:, :n]
        middle, down, up = middle - up @ both[:, :n] - down @ both[:, n:], -down @ both[:, :n], -up @ both[:, n:]
        if np.abs(down).max() < 1e-17:
            break
    transition = -np.linalg.solve(corrected, system.lag)
    return transition, -np.linalg.solve(system.lead @ transition + system.current, system.impact)


def test_a_quadratic_equation_has_its_stable_root():
    # 0.9 E x(+1) - 2 x + 0.5 x(-1) + e = 0
    solution = solve_linear(system_of([[0.9]], [[-2.0]], [[0.5]], [[1.0]]))
    root = (2.0 - np.sqrt(4.0 - 4 * 0.9 * 0.5)) / (2 * 0.9)
    assert solution.transition[0, 0] == pytest.approx(root, rel=1e-14)
    assert solution.impact[0, 0] == pytest.approx(1.0 / (2.0 - 0.9 * root), rel=1e-14)
    assert solution.largest_stable_root == pytest.approx(root, rel=1e-12)
    assert solution.smallest_unstable_root == pytest.approx(0.5 / 0.9 / root, rel=1e-12)
    assert solution.residual < 1e-14


def new_keynesian(response):
    """The textbook three-equation model, determinate if and only if the rate responds more than one for one."""
    return assemble(
        [
            Equation("demand", {"x": -1.0, "i": -1.0}, lead={"x": 1.0, "pi": 1.0}),
            Equation("supply", {"pi": -1.0, "x": 0.1}, lead={"pi": 0.99}),
            Equation("rule", {"i": -1.0, "pi": response}, shocks={"e": 1.0}),
        ],
        ("x", "pi", "i"),
        ("e",),
    )


def test_taylor_principle_with_closed_form():
    solution = solve_linear(new_keynesian(1.5))
    # White noise and no predetermined variable: everything is zero next period.
    x = -1.0 / (1.0 + 1.5 * 0.1)
    assert solution.impact[:, 0] == pytest.approx((x, 0.1 * x, 1.0 + 0.15 * x), rel=1e-12)
    assert solution.stable_roots == 0
    with pytest.raises(Indeterminate) as caught:
        solve_linear(new_keynesian(0.9))
    assert (caught.value.stable_roots, caught.value.predetermined) == (1, 0)


def test_explosive_system_is_refused():
    with pytest.raises(Explosive) as caught:
        solve_linear(system_of([[0.0]], [[-1.0]], [[1.1]], [[1.0]]))
    assert (caught.value.stable_roots, caught.value.predetermined) == (0, 1)


def test_a_unit_root_is_not_stable():
    with pytest.raises(Explosive):
        solve_linear(system_of([[0.0]], [[-1.0]], [[1.0]], [[1.0]]))


def test_a_repeated_equation_is_refused():
    with pytest.raises(NoStableRule):
        solve_linear(system_of(np.zeros((2, 2)), [[1.0, 1.0], [1.0, 1.0]], np.zeros((2, 2)), [[1.0], [1.0]]))


def test_right_count_with_the_wrong_variables_is_refused():
    # An explosive predetermined variable beside a jump variable with a stable root: one root for one, yet no rule.
    lead, current = np.diag([0.0, 1.0]), np.diag([-1.0, -0.5])
    with pytest.raises(NoStableRule):
        solve_linear(system_of(lead, current, np.diag([1.5, 0.0]), [[1.0], [0.0]]))


def test_malformed_systems_are_refused_by_name():
    good = Equation("good", {"x": 1.0})
    with pytest.raises(InvalidSystem, match="2 equations for 1"):
        assemble([good, good], ("x",), ())
    with pytest.raises(InvalidSystem, match="'bad' names the unknown 'y'"):
        assemble([Equation("bad", {"x": 1.0}, lead={"y": 1.0})], ("x",), ())
    with pytest.raises(InvalidSystem, match="'nan' has a coefficient"):
        assemble([Equation("nan", {"x": float("nan")})], ("x",), ())
    with pytest.raises(InvalidSystem, match="no shock 'oil'"):
        impulse_responses(solve_linear(new_keynesian(1.5)), "oil", 1.0, 3)


@given(st.integers(0, 10_000), st.integers(2, 7), st.integers(1, 2))
@settings(max_examples=80, deadline=None)
def test_agrees_with_linearsolve_and_cyclic_reduction_on_random_systems(seed, n, k):
    random = np.random.default_rng(seed)
    lead, lag = 0.4 * random.normal(size=(2, n, n))
    lead[:, random.random(n) < 0.4] = 0.0
    lag[:, random.random(n) < 0.4] = 0.0
    system = system_of(lead, random.normal(size=(n, n)) + 2 * np.eye(n), lag, random.normal(size=(n, k)))
    try:
        solution = solve_linear(system)
    except FrictionsError:
        return
    if solution.largest_stable_root > 0.99 or solution.smallest_unstable_root < 1.01:
        return
    for transition, impact in (klein_by_linearsolve(system), cyclic_reduction(system)):
        scale = max(1.0, np.abs(solution.transition).max(), np.abs(solution.impact).max())
        np.testing.assert_allclose(transition, solution.transition, rtol=0, atol=1e-8 * scale)
        np.testing.assert_allclose(impact, solution.impact, rtol=0, atol=1e-8 * scale)
    assert np.abs(np.linalg.eigvals(solution.transition)).max() < 1.0


@given(st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_random_systems_are_solved_or_refused_with_a_typed_error(seed):
    random = np.random.default_rng(seed)
    n = int(random.integers(1, 6))
    lead, current, lag = random.normal(size=(3, n, n)) * random.choice([0.0, 1.0, 1e-8, 1e8], size=(3, n, 1))
    try:
        solution = solve_linear(system_of(lead, current, lag, random.normal(size=(n, 1))))
    except FrictionsError:
        return
    assert solution.residual < 1e-6
    assert np.abs(np.linalg.eigvals(solution.transition)).max() < 1.0


def test_responses_satisfy_the_equations_period_by_period():
    random = np.random.default_rng(3)
    system = system_of(0.2 * random.normal(size=(4, 4)), np.eye(4), 0.2 * random.normal(size=(4, 4)), np.eye(4))
    paths = impulse_responses(solve_linear(system), "e2", 0.7, 12)
    x = np.array([paths[name] for name in system.variables]).T
    shock = np.zeros((12, 4))
    shock[0, 2] = 0.7
    lagged = np.vstack([np.zeros(4), x[:-2]])
    gap = x[1:] @ system.lead.T + x[:-1] @ system.current.T + lagged @ system.lag.T + shock[:-1] @ system.impact.T
    assert np.abs(gap).max() < 1e-14


def test_perfect_foresight_over_a_long_horizon_equals_the_rule():
    random = np.random.default_rng(5)
    system = system_of(0.2 * random.normal(size=(4, 4)), np.eye(4), 0.2 * random.normal(size=(4, 4)), np.eye(4))
    exogenous = np.zeros((4, 80, 1))
    exogenous[1, 0, 0] = 1.0
    solved = solve_paths(system, exogenous)
    for name, path in impulse_responses(solve_linear(system), "e1", 1.0, 40).items():
        np.testing.assert_allclose(solved[name][:40, 0], path, atol=1e-13)
    assert solved.residual < 1e-13


def test_perfect_foresight_lets_a_unit_root_settle_at_a_new_level():
    system = assemble([Equation("walk", {"x": -1.0}, lag={"x": 1.0}, shocks={"e": 1.0})], ("x",), ("e",))
    exogenous = np.zeros((1, 10, 1))
    exogenous[0, 3, 0] = 2.0
    assert solve_paths(system, exogenous)["x"][:, 0] == pytest.approx([0.0] * 3 + [2.0] * 7)


def test_a_singular_stacked_system_is_refused():
    system = system_of([[0.0]], [[0.0]], [[0.0]], [[1.0]])
    with pytest.raises(NoStableRule):
        solve_paths(system, np.ones((1, 5, 1)))


@pytest.mark.parametrize("static", [0, 2, 5])
def test_paths_solve_the_stacked_system_whatever_is_eliminated_from_it(static):
    rng = np.random.default_rng(static)
    size, horizon = 5, 12
    lead, current, lag = 0.3 * rng.standard_normal((3, size, size)) + np.array([0.0, 2.0, 0.0])[:, None, None] * np.eye(
        5
    )
    lead[:, :static] = lag[:, :static] = 0.0
    system = LinearSystem(tuple("abcde"), ("u", "v"), lead, current, lag, rng.standard_normal((size, 2)))
    exogenous = rng.standard_normal((2, horizon, 3))
    stacked = (
        np.kron(np.eye(horizon), current) + np.kron(np.eye(horizon, k=1), lead) + np.kron(np.eye(horizon, k=-1), lag)
    )
    stacked[-size:, -size:] += lead
    right = -np.einsum("im,mtk->tik", system.impact, exogenous).reshape(horizon * size, 3)
    expected = np.linalg.solve(stacked, right).reshape(horizon, size, 3)
    found = solve_paths(system, exogenous)
    assert np.moveaxis(found.paths, 0, 1) == pytest.approx(expected, rel=1e-9, abs=1e-11)
    assert found.residual < 1e-13
