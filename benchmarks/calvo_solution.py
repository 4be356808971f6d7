"""CPU time of one evaluation parameters -> matched responses of the Calvo model, beside linearsolve's solver.

Run with ``python benchmarks/calvo_solution.py``; set OMP_NUM_THREADS=1 and OPENBLAS_NUM_THREADS=1 first.
"""

import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from time import process_time

import linearsolve
import numpy as np

from frictions.data.tables import read_settings
from frictions.inventory.calvo import calvo_system
from frictions.inventory.calvo_kernel import CalvoResponses
from frictions.inventory.calvo_rules import firm_rules
from frictions.inventory.parameters import CalvoParameters
from frictions.inventory.responses import matched_responses
from frictions.inventory.steady_state import steady_state
from frictions.matching.target import MATCHED_VARIABLES
from frictions.rational_expectations.solution import solve_linear

PROJECT = Path(__file__).resolve().parents[1]
ESTIMATED = ("xi_p", "iota_p", "xi_w", "iota_w", "sigma_c", "sigma_l", "alpha")

QUICK = "--quick" in sys.argv
"""Small sizes that show in seconds that the program runs; their figures mean nothing."""


def milliseconds(work: Callable[[], object], rounds: int = 7, repeats: int = 200) -> float:
    """Median over rounds of the CPU milliseconds of one call."""
    repeats = 1 if QUICK else repeats
    work()
    times = []
    for _ in range(rounds):
        start = process_time()
        for _ in range(repeats):
            work()
        times.append((process_time() - start) / repeats)
    return 1e3 * float(np.median(times))


def main() -> None:
    for name, case in (("Table 1.1", "table_1_1"), ("Figure 1.9", "figure_1_9")):
        parameters = CalvoParameters(**read_settings(PROJECT / f"config/experiments/calvo/{case}.yaml")["parameters"])
        steady = steady_state(parameters)
        rules = firm_rules(parameters, steady)
        system = calvo_system(parameters, steady, rules)
        n, k = system.impact.shape
        pre = np.flatnonzero(system.lag.any(axis=0))
        m = pre.size
        # The library takes the shocks as states.
        a, b = np.zeros((2, m + k + n, m + k + n))
        a[:n, m + k :] = system.lead
        b[:n, :m], b[:n, m : m + k], b[:n, m + k :] = -system.lag[:, pre], -system.impact, -system.current
        a[n : n + m, :m] = np.eye(m)
        b[n + np.arange(m), m + k + pre] = 1.0
        a[n + m :, m : m + k] = np.eye(k)

        def library(a: np.ndarray = a, b: np.ndarray = b, states: int = m + k) -> np.ndarray:
            return linearsolve.klein(a=a, b=b, n_states=states, eigenvalue_warnings=False)[0]

        solution = solve_linear(system)
        difference = np.abs(library()[:, :m].real - solution.transition[:, pre]).max()
        print(f"{name}: CPU milliseconds, median")
        values = asdict(parameters)
        theta = np.array([values.pop(parameter) for parameter in ESTIMATED])
        compiled = CalvoResponses(values, ESTIMATED, MATCHED_VARIABLES, "marginal", 0.15)
        print(f"  parameters -> matched responses  {milliseconds(lambda p=parameters: matched_responses(p)):7.3f}")
        print(f"    the same, compiled             {milliseconds(lambda c=compiled, t=theta: c(t)):7.3f}")
        both = milliseconds(lambda c=compiled, t=theta: c.with_derivatives(t))
        print(f"    with {len(ESTIMATED)} derivatives             {both:7.3f}")
        print(f"    steady state                   {milliseconds(lambda p=parameters: steady_state(p)):7.3f}")
        print(
            f"    firm's rules                   {milliseconds(lambda p=parameters, s=steady: firm_rules(p, s)):7.3f}"
        )
        print(f"    our linear solver              {milliseconds(lambda s=system: solve_linear(s)):7.3f}")
        print(f"  linearsolve's klein              {milliseconds(library):7.3f}   largest difference {difference:.1e}")


if __name__ == "__main__":
    main()
