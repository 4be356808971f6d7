"""The compiled solver against the general one on random systems, and its derivatives against differences."""

import numpy as np
import pytest

from frictions.rational_expectations.cyclic_reduction import rule_slope, stable_rule, vanishes
from frictions.rational_expectations.equations import LinearSystem
from frictions.rational_expectations.solution import Explosive, Indeterminate, NoStableRule, solve_linear

AHEAD, BEHIND = np.array([0, 2, 4]), np.array([1, 2, 3])


def system(seed: int, size: float = 1.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Six equations with three leads and three lags; ``size`` scales both, and with them the number of roots."""
    rng = np.random.default_rng(seed)
    lead, lag = size * 0.3 * rng.standard_normal((6, 3)), size * 0.3 * rng.standard_normal((6, 3))
    return lead, np.eye(6) + 0.2 * rng.standard_normal((6, 6)), lag


def general(lead, current, lag):
    whole_lead, whole_lag = np.zeros((6, 6)), np.zeros((6, 6))
    whole_lead[:, AHEAD], whole_lag[:, BEHIND] = lead, lag
    names = tuple(f"x{i}" for i in range(6))
    return solve_linear(LinearSystem(names, ("e",), whole_lead, current, whole_lag, np.ones((6, 1))))


@pytest.mark.parametrize("size", [0.5, 1.0, 2.0, 4.0])
def test_rules_are_those_of_the_general_solver_and_refusals_too(size):
    verdicts = set()
    for seed in range(40):
        lead, current, lag = system(seed, size)
        found, transition, *_ = stable_rule(lead, current, lag, AHEAD, BEHIND)
        try:
            expected = general(lead, current, lag).transition[:, BEHIND]
        except (Explosive, Indeterminate, NoStableRule):
            assert not found
            verdicts.add("refused")
            continue
        assert found
        verdicts.add("solved")
        # Conditions of these systems stay below 1e4.
        np.testing.assert_allclose(transition, expected, rtol=0.0, atol=1e-10 * max(1.0, np.abs(expected).max()))
    assert verdicts == {"solved", "refused"}


@pytest.mark.parametrize("seed", [0, 1, 2, 4, 5, 6])
def test_the_slope_of_the_rule_is_the_limit_of_differences(seed):
    lead, current, lag = system(seed, 0.8)
    rng = np.random.default_rng(100 + seed)
    moves = [rng.standard_normal(part.shape) for part in (lead, current, lag)]
    found, transition, factors, pivots, forward = stable_rule(lead, current, lag, AHEAD, BEHIND)
    assert found
    twice = transition[AHEAD] @ transition[BEHIND]
    right = moves[0] @ twice + moves[1] @ transition + moves[2]
    slope = rule_slope(right, transition, forward, factors, pivots, AHEAD, BEHIND)

    def rule(step):
        moved = [part + step * move for part, move in zip((lead, current, lag), moves, strict=True)]
        return stable_rule(*moved, AHEAD, BEHIND)[1]

    step = 1e-4
    central = [(rule(h) - rule(-h)) / (2.0 * h) for h in (step, 2.0 * step)]
    limit = (4.0 * central[0] - central[1]) / 3.0
    np.testing.assert_allclose(slope, limit, rtol=0.0, atol=1e-7 * np.abs(limit).max())


def test_a_singular_system_is_refused():
    lead, current, lag = system(0)
    current[3], lead[3], lag[3] = 0.0, 0.0, 0.0
    assert not stable_rule(lead, current, lag, AHEAD, BEHIND)[0]


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        (np.diag([0.999, -0.5]), True),
        (np.diag([1.0, 0.5]), False),
        (np.diag([1.0 - 1e-6, 0.5]), True),
        (np.array([[0.0, 1e6], [0.0, 0.0]]), True),
        (np.array([[0.9, 1e3], [0.0, 0.9]]), True),
        (np.array([[0.6, -0.81], [0.81, 0.6]]), False),
        (np.full((2, 2), np.nan), False),
    ],
    ids=["large root", "unit root", "nearly one", "nilpotent", "transient growth", "explosive cycle", "not a number"],
)
def test_powers_vanish_if_and_only_if_all_roots_lie_inside_the_unit_circle(matrix, expected):
    assert vanishes(matrix) == expected
