"""Simulated bonds and utility against the solution."""

import numpy as np
import pytest

from frictions.production_economy.collocation import solve_equilibrium
from frictions.production_economy.economy import Economy
from frictions.production_economy.monte_carlo import InvalidSimulation, simulate

ECONOMIES = [Economy(), Economy(risk_aversion=4.0), Economy(risk_aversion=0.5, correlation=-0.5)]


def _assert_agrees(simulation, bias: float) -> None:
    for bond in (simulation.bond_physical, simulation.bond_pricing):
        assert abs(bond.mean - simulation.bond_solved) < 4.0 * bond.standard_error + bias
    assert abs(simulation.utility.mean - simulation.utility_solved) < 4.0 * simulation.utility.standard_error


@pytest.mark.parametrize("economy", ECONOMIES, ids=["log", "four", "half"])
def test_simulation_agrees_under_both_measures(economy):
    _assert_agrees(simulate(solve_equilibrium(economy), 1.0, 5.0, 10_000, 0.02, np.random.SeedSequence(3)), 1e-4)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("economy", "bond"), list(zip(ECONOMIES, [0.8244082, 0.974584, 0.800153], strict=True)), ids=["log", "four", "half"]
)
def test_long_simulation_agrees_under_both_measures(economy, bond):
    simulation = simulate(solve_equilibrium(economy), 1.0, 5.0, 100_000, 0.005, np.random.SeedSequence(8))
    assert simulation.bond_solved == pytest.approx(bond, abs=1e-6)
    _assert_agrees(simulation, 1e-4)


def test_same_seed_gives_the_same_bits():
    equilibrium = solve_equilibrium(Economy(risk_aversion=2.0))
    runs = [simulate(equilibrium, 1.0, 1.0, 100, 0.05, np.random.SeedSequence(1)) for _ in range(2)]
    assert runs[0] == runs[1]


@pytest.mark.parametrize(("paths", "step"), [(3, 0.1), (11, 0.1), (10, 0.0), (10, 2.0)])
def test_bad_settings_are_refused(paths, step):
    with pytest.raises(InvalidSimulation):
        simulate(solve_equilibrium(Economy()), 1.0, 1.0, paths, step, np.random.SeedSequence(1))
