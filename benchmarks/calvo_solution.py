"""CPU time of one evaluation parameters -> matched responses of the Calvo model, beside linearsolve's solver.

Run with ``python benchmarks/calvo_solution.py``; set OMP_NUM_THREADS=1 and OPENBLAS_NUM_THREADS=1 first.
"""

import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from time import process_time

import linearsolve
import numpy as np

from frictions.inventory.calvo import calvo_system
from frictions.inventory.calvo_kernel import CalvoResponses
from frictions.inventory.calvo_rules import firm_rules
from frictions.inventory.parameters import CalvoParameters
from frictions.inventory.responses import matched_responses
from frictions.inventory.steady_state import steady_state
from frictions.matching.target import MATCHED_VARIABLES
from frictions.rational_expectations.solution import solve_linear

TABLE_1_1 = CalvoParameters(
    beta=0.96**0.25,
    theta=5.0,
    theta_w=5.0,
    delta_z=0.018,
    sigma_v=0.33,
    psi_l=1.2,
    g_star=0.16,
    h=0.71,
    rho_R=0.81,
    phi_pi=2.03,
    phi_Y=0.22,
    xi_p=0.5059,
    iota_p=0.01,
    xi_w=0.1398,
    iota_w=0.1155,
    sigma_c=1.2469,
    sigma_l=0.3823,
    alpha=0.8633,
)
FIGURE_1_9 = replace(
    TABLE_1_1, xi_p=0.854, iota_p=0.590, xi_w=0.953, iota_w=0.882, alpha=0.994, sigma_c=1.102, sigma_l=0.341
)

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
    for name, parameters in (("Table 1.1", TABLE_1_1), ("Figure 1.9", FIGURE_1_9)):
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
