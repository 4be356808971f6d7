"""Cost of rational-inattention equilibria and of their estimation: run with ``python benchmarks/attention.py``."""

from collections.abc import Callable
from time import process_time
from typing import TypeVar

import numpy as np

from frictions.attention.branches import reaction_eigenvalue, trace_equilibria
from frictions.attention.economy import attention_economy
from frictions.attention.equilibrium import solve_equilibrium
from frictions.attention.estimation import SEARCH, EstimatedModel, estimated_parameters, responses_of
from frictions.attention.information import best_information, initial_structure
from frictions.attention.paper_emulation import emulate, emulation_map
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.responses import MATCHED
from frictions.inventory.sequence_space import sequence_map
from frictions.inventory.steady_state import steady_state
from frictions.matching.criterion import build_criterion
from frictions.matching.estimation import estimate

Result = TypeVar("Result")

PARAMETERS = InventoryParameters(
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
    xi_w=0.82,
    iota_w=0.69,
    sigma_c=1.3981,
    sigma_l=0.40,
    alpha=1.0,
)
COST_RATIO = 5.25e-4 / 0.006**2


def timed(label: str, repeat: int, action: Callable[[], Result]) -> Result:
    began = process_time()
    for _ in range(repeat):
        result = action()
    print(f"{label:<66}{(process_time() - began) / repeat * 1e3:11.2f} ms CPU")
    return result


def main() -> None:
    steady = steady_state(PARAMETERS)
    sequence = timed("sequence map, 120 quarters", 5, lambda: sequence_map(PARAMETERS, steady, 120))
    for information, interaction in (("joint", "counted"), ("separate", "counted"), ("separate", "ignored")):
        name = information if information == "joint" else f"{information}, interaction {interaction}"
        economy = attention_economy(PARAMETERS, steady, sequence, information, interaction)
        found = solve_equilibrium(economy, cost_ratio=COST_RATIO)  # Compiles the kernels on the first call.
        tracked, start = found.linear.tracked, initial_structure(economy, found.linear.tracked)
        signals = timed(
            f"{name}: signals at given targets",
            10,
            lambda e=economy, t=tracked, s=start: best_information(e, t, s, cost_ratio=COST_RATIO),
        )
        print(f"    {signals.iterations} iterations")
        timed(f"{name}: equilibrium, cold", 10, lambda e=economy: solve_equilibrium(e, cost_ratio=COST_RATIO))
        near = solve_equilibrium(economy, cost_ratio=1.05 * COST_RATIO)
        timed(
            f"{name}: equilibrium, from a neighbour",
            10,
            lambda e=economy, n=near: solve_equilibrium(e, cost_ratio=COST_RATIO, start=n),
        )
        branch = timed(f"{name}: all equilibria over the cost", 1, lambda e=economy: trace_equilibria(e))
        print(f"    {len(branch)} equilibria")
        timed(f"{name}: stability", 2, lambda f=found: reaction_eigenvalue(f))
    timed(
        "reconstruction of the published equilibrium",
        1,
        lambda: emulate(PARAMETERS, steady, emulation_map(PARAMETERS, steady, 120), COST_RATIO),
    )
    model = EstimatedModel(PARAMETERS)
    responses = responses_of(model)
    truth = np.array([20.0, 0.75, 0.4, 1.3])
    target = timed("responses at a parameter vector", 10, lambda: responses(truth))
    criterion = build_criterion(target, [np.eye(15)] * 6, MATCHED)
    estimation = timed(
        "estimation of four parameters from one start, without noise",
        1,
        lambda: estimate(
            responses,
            criterion,
            estimated_parameters(),
            np.array([[15.0, 0.82, 0.6, 1.6]]),
            settings=SEARCH,
        ),
    )
    print(f"    {estimation.evaluations} evaluations, J {estimation.best.criterion:.1e}")


if __name__ == "__main__":
    main()
