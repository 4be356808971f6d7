"""Economies that several tests share; solved once a session."""

import numpy as np
import pytest

from frictions.reallocation.linearisation import Linearisation, linearise
from frictions.reallocation.parameters import Economy, Resolution
from frictions.reallocation.stationary import Stationary, solve_stationary
from frictions.reallocation.transition import Transition, solve_transition

SHOCK = np.array([0.99, 0.991])
EXPERIMENTS = {
    "benchmark": {},
    "high_elasticity": {"substitution": 3.5},
    "tight_credit": {"borrowing_limit": 0.25},
}
LEMONS = {"0.002": 0.002, "0": 0.0}


@pytest.fixture(scope="session")
def benchmark() -> Stationary:
    return solve_stationary(Economy())


@pytest.fixture(scope="session")
def small() -> Stationary:
    """A benchmark on a bond grid small enough for slow oracles."""
    return solve_stationary(Economy(), Resolution(bond_points=30))


@pytest.fixture(scope="session")
def small_linear(small: Stationary) -> Linearisation:
    return linearise(small, 40)


@pytest.fixture(scope="session")
def all_transitions() -> dict[tuple[str, str], Transition]:
    """The six experiments of the source at the default resolution."""
    found = {}
    for experiment, changes in EXPERIMENTS.items():
        for lemons, rate in LEMONS.items():
            economy = Economy(lemon_rate=rate, **changes)
            linear = linearise(solve_stationary(economy), 100)
            found[experiment, lemons] = solve_transition(linear, SHOCK)
    return found
