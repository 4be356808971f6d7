"""Time the CRRA equilibrium with its yields.

Run as ``python benchmarks/production_economy.py``; the best of several runs is printed.
"""

import sys
from collections.abc import Callable
from time import perf_counter

import numpy as np

from frictions.production_economy.bonds import yield_curve
from frictions.production_economy.collocation import solve_equilibrium
from frictions.production_economy.economy import Economy
from frictions.production_economy.finite_difference import difference_grid, solve_log_ratio
from frictions.production_economy.finite_horizon import solve_horizons

MATURITIES = np.arange(1.0, 31.0)
STATES = np.array([0.25, 1.0, 2.0])

QUICK = "--quick" in sys.argv
"""Small sizes that show in seconds that the program runs; their figures mean nothing."""


def best_of(runs: int, work: Callable[[], object]) -> float:
    times = []
    for _ in range(1 if QUICK else runs):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def main() -> None:
    economy = Economy(risk_aversion=4.0)
    grid = difference_grid(1200, 8.0)
    rows = [
        ("CRRA equilibrium with 90 yields", lambda: yield_curve(solve_equilibrium(economy), MATURITIES, STATES)),
        ("finite differences, 1,200 nodes", lambda: solve_log_ratio(economy, grid)),
        ("finite horizons to 200 years", lambda: solve_horizons(economy, np.array([10.0, 50.0, 200.0]))),
    ]
    for name, work in rows:
        print(f"{name:40s}{1e3 * best_of(5, work):10.1f} ms")


if __name__ == "__main__":
    main()
