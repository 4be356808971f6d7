"""Time the reallocation model: stationary equilibria, the six experiments, cost against grid size.

Run from the project's root: ``python benchmarks/reallocation.py``. Times are wall-clock seconds after compilation, on
one thread; results do not depend on the number of threads.
"""

import os
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from frictions.reallocation.experiments import SHOCK
from frictions.reallocation.linearisation import linearise
from frictions.reallocation.markets import Prices
from frictions.reallocation.parameters import Economy, Resolution
from frictions.reallocation.policies import step_back
from frictions.reallocation.responses import percent_deviations
from frictions.reallocation.stationary import Stationary, solve_stationary
from frictions.reallocation.transition import solve_transition
from frictions.report.deliverables import write_figure
from frictions.report.house_style import GREY, house_style, settle

EXPERIMENTS: dict[str, dict[str, float]] = {
    "benchmark": {},
    "high_elasticity": {"substitution": 3.5},
    "tight_credit": {"borrowing_limit": 0.25},
}

QUICK = "--quick" in sys.argv
"""Small sizes that show in seconds that the program runs; their figures mean nothing."""


def timed(task: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = task()
    return time.perf_counter() - start, result


def warm_up() -> None:
    found = solve_stationary(Economy(), Resolution(bond_points=12))
    solve_transition(linearise(found, 10), np.array([0.9999]), tolerance=1e-3)


def time_backward_step(found: Stationary, repetitions: int = 50) -> float:
    def steps() -> None:
        for _ in range(repetitions):
            step_back(
                found.economy,
                found.space,
                found.policies.marginal_bond,
                found.policies.marginal_capital,
                found.scale,
                found.prices.price_used,
                found.bundle_price,
                found.prices.gross_rate,
            )

    return timed(steps)[0] / repetitions


def plot_costs(costs: np.ndarray) -> Path:
    """Draw seconds against grid points, both in logs, beside a line of slope one; returns the file."""
    path = Path("benchmarks/rules/reallocation_cost.png")
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(5.5, 4))
        axis = figure.subplots()
        for column, (label, marker) in enumerate((("backward step", "o"), ("equilibrium", "s"), ("Jacobian", "^")), 1):
            axis.loglog(costs[:, 0], costs[:, column], marker=marker, label=label)
            axis.loglog(costs[:, 0], costs[0, column] * costs[:, 0] / costs[0, 0], color=GREY, ls=":", lw=0.8)
        axis.set_xlabel("points of the state space")
        axis.set_ylabel("seconds (dotted: proportional)")
        axis.legend()
        settle(figure)
        write_figure(figure, [str(path)])
    return path


def main() -> None:
    seconds, _ = timed(warm_up)
    print(f"compilation or cache: {seconds:.1f} s\n")

    print("stationary equilibrium, 5 x 100 x 60, from dispersed starts (p, lambda_M, w, R)")
    starts = (None, (0.85, 0.2, 1.1, 1.03), (1.0, 0.03, 1.25, 1.01), (0.97, 0.12, 1.2, 1.0))
    for start in starts[:1] if QUICK else starts:
        first = {} if start is None else {"first": Prices(*start)}
        seconds, found = timed(lambda first=first: solve_stationary(Economy(), **first))
        residual = float(np.max(np.abs(found.residuals)))
        print(
            f"  {start or 'default'!s:32} {seconds:6.2f} s  {found.evaluations:3d} evaluations  residual {residual:.0e}"
        )

    print("\nsix experiments, 100 years: stationary equilibrium, Jacobian, path")
    total = 0.0
    for name, changes in list(EXPERIMENTS.items())[: 1 if QUICK else None]:
        for rate in (0.002,) if QUICK else (0.002, 0.0):
            economy = Economy(lemon_rate=rate, **changes)
            first, found = timed(lambda economy=economy: solve_stationary(economy))
            second, linear = timed(lambda found=found: linearise(found, 100))
            third, path = timed(lambda linear=linear: solve_transition(linear, np.array(SHOCK)))
            total += first + second + third
            fall = percent_deviations(path)["reallocation"][0]
            corrections = len(path.residual_history) - 1
            print(
                f"  {name:16} lemons {rate:5.3f}  {first:5.2f} + {second:5.2f} + {third:5.2f} s"
                f"  {corrections} corrections  reallocation {fall:6.2f} %"
            )
    print(f"  total {total:.1f} s")

    print("\ncost against grid size")
    base = None
    costs = []
    for alignment, bonds in ((1, 30), (1, 60)) if QUICK else ((1, 60), (1, 120), (2, 120), (2, 240)):
        resolution = Resolution(alignment=alignment, bond_points=bonds)
        solving, found = timed(lambda resolution=resolution: solve_stationary(Economy(), resolution))
        step = time_backward_step(found)
        points = int(np.prod(found.space.shape))
        jacobian, linear = timed(lambda found=found: linearise(found, 60))
        base = base or (points, step, solving, jacobian)
        ratio = points / base[0]
        print(
            f"  {'x'.join(map(str, found.space.shape)):11} {points:7d} points ({ratio:4.1f}n)"
            f"  backward step {1e3 * step:6.2f} ms ({step / base[1]:4.1f}x)"
            f"  equilibrium {solving:6.2f} s ({solving / base[2]:4.1f}x)"
            f"  Jacobian, 60 years {jacobian:6.2f} s ({jacobian / base[3]:4.1f}x)"
        )
        costs.append((points, step, solving, jacobian))
    print(f"  drawn in {plot_costs(np.array(costs))}")


if __name__ == "__main__":
    main()
