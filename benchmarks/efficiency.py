"""Time the stationary solve, the simulated panel with its estimates, and the estimator on a large panel.

Run as ``python benchmarks/efficiency.py``; the best of several runs is printed.
"""

import sys
from collections.abc import Callable
from time import perf_counter

import numpy as np

from frictions.efficiency.info_sen import InfoSenSettings, cross_section, estimate_firms
from frictions.efficiency.informativeness import InformativenessSettings, estimate_informativeness
from frictions.efficiency.parameters import Parameters
from frictions.efficiency.path import one_off_change
from frictions.efficiency.simulation import PanelDesign, simulate_panel, simulated_firm_panel
from frictions.efficiency.stationary import solve_stationary

MODEL = InfoSenSettings(
    annual=False,
    seasonal=False,
    price_lag=0,
    investment_rate=False,
    informativeness=InformativenessSettings(minimum_observations=20),
)

QUICK = "--quick" in sys.argv
"""Small sizes that show in seconds that the program runs; their figures mean nothing."""


def best_of(runs: int, work: Callable[[], object]) -> float:
    times = []
    for _ in range(1 if QUICK else runs):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def simulated_table() -> None:
    panel = simulate_panel(
        Parameters(), PanelDesign(firms=200 if QUICK else 3200, periods=40), np.random.SeedSequence(1)
    )
    estimates = estimate_firms(simulated_firm_panel(panel), MODEL)
    cross_section(estimates, "revelatory", "input_share", MODEL)


def main() -> None:
    generator, firms = np.random.default_rng(1), 100 if QUICK else 5000
    price = np.exp(0.1 * generator.standard_normal((firms, 160)).cumsum(axis=1))
    payoff = 2.0 + generator.standard_normal((firms, 160))
    season = np.arange(160) % 4
    rows: list[tuple[str, int, Callable[[], object]]] = [
        ("stationary solve, both roots", 20, lambda: solve_stationary(Parameters())),
        ("stationary solve, chosen information", 20, lambda: solve_stationary(Parameters(), "endogenous")),
        ("one-off change, 30 periods", 5, lambda: one_off_change(Parameters(), 0.7, 20, 30)),
        ("3,200 firms x 40 simulated, estimated", 3, simulated_table),
        (
            "5,000 firms x 160 quarters estimated",
            3,
            lambda: estimate_informativeness(price, payoff, InformativenessSettings(), season),
        ),
    ]
    for name, runs, work in rows:
        print(f"{name:40s}{1e3 * best_of(runs, work):10.1f} ms")


if __name__ == "__main__":
    main()
