"""Cost of rational-inattention equilibria and of their estimation: run with ``python benchmarks/attention.py``.

The estimation needs the matching target of a finished run, ``results/var/baseline/target.npz``.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import TypeVar

import yaml

from frictions.attention.branches import reaction_eigenvalue, trace_equilibria
from frictions.attention.cost_sweep import cost_sweep, equilibria_rows
from frictions.attention.economy import attention_economy
from frictions.attention.equilibrium import solve_equilibrium
from frictions.attention.estimation import COARSE, SEARCH, attention_problem, estimate_attention
from frictions.attention.experiments import AttentionExperiment, run_experiment
from frictions.attention.information import best_information, initial_structure
from frictions.attention.printed_attention import rules_with_flows
from frictions.attention.reconstruction import reconstruct
from frictions.attention.reconstruction_economy import reconstruction_map
from frictions.attention.rule_comparison import comparison_rows, uninformed_targets
from frictions.data.target import read_target
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.sequence_space import sequence_map
from frictions.inventory.steady_state import steady_state
from frictions.matching.bootstrap import bootstrap_estimates, known_point
from frictions.matching.inference import jacobian_at

Result = TypeVar("Result")

PROJECT = Path(__file__).resolve().parents[1]

QUICK = "--quick" in sys.argv
"""Small sizes that show in seconds that the program runs; their figures mean nothing."""
MODES = ("optimal_separate", "optimal_joint", "reconstruction")


def timed(label: str, repeat: int, action: Callable[[], Result]) -> Result:
    repeat = 1 if QUICK else repeat
    began = process_time()
    for _ in range(repeat):
        result = action()
    print(f"{label:<66}{(process_time() - began) / repeat * 1e3:11.2f} ms CPU")
    return result


def read_experiments() -> dict[str, tuple[InventoryParameters, AttentionExperiment]]:
    experiments = {}
    for path in sorted((PROJECT / "config/experiments/attention").glob("*.yaml")):
        settings = yaml.safe_load(path.read_text(encoding="utf-8"))
        parameters = InventoryParameters(**settings.pop("parameters"))
        experiments[path.stem] = (parameters, AttentionExperiment(**settings))
    return experiments


def solutions(parameters: InventoryParameters, cost_ratio: float) -> None:
    steady = steady_state(parameters)
    sequence = timed("sequence map, 120 quarters", 5, lambda: sequence_map(parameters, steady, 120))
    for information, interaction in (("joint", "counted"), ("separate", "counted"), ("separate", "ignored")):
        name = information if information == "joint" else f"{information}, interaction {interaction}"
        economy = attention_economy(parameters, steady, sequence, information, interaction)
        found = solve_equilibrium(economy, cost_ratio=cost_ratio)  # Compiles the kernels on the first call.
        tracked, start = found.linear.tracked, initial_structure(economy, found.linear.tracked)
        signals = timed(
            f"{name}: signals at given targets",
            10,
            lambda e=economy, t=tracked, s=start: best_information(e, t, s, cost_ratio=cost_ratio),
        )
        print(f"    {signals.iterations} iterations")
        timed(f"{name}: equilibrium, cold", 10, lambda e=economy: solve_equilibrium(e, cost_ratio=cost_ratio))
        near = solve_equilibrium(economy, cost_ratio=1.05 * cost_ratio)
        timed(
            f"{name}: equilibrium, from a neighbour",
            10,
            lambda e=economy, n=near: solve_equilibrium(e, cost_ratio=cost_ratio, start=n),
        )
        branch = timed(f"{name}: all equilibria over the cost", 1, lambda e=economy: trace_equilibria(e))
        print(f"    {len(branch)} equilibria")
        timed(f"{name}: stability", 2, lambda f=found: reaction_eigenvalue(f))


def reconstruction(parameters: InventoryParameters) -> None:
    steady = steady_state(parameters)
    sequence = reconstruction_map(parameters, steady)
    reconstruct(parameters, steady, sequence, 36.0)  # Compiles the kernels.
    found = timed("reconstruction, cold", 10, lambda: reconstruct(parameters, steady, sequence, 37.0))
    timed(
        "reconstruction, from a neighbour",
        20,
        lambda: reconstruct(parameters, steady, sequence, 35.0, start=found),
    )
    timed("rules with given flows", 10, lambda: rules_with_flows(found.problem, (0.0768, 0.0596), [found.rules.point]))


def tables(experiments: dict[str, tuple[InventoryParameters, AttentionExperiment]]) -> None:
    began = process_time()
    for name, (parameters, experiment) in experiments.items():
        modes = [mode for mode in MODES if mode != "reconstruction" or experiment.shock != "money_growth"]
        timed(
            f"experiment {name}, {len(modes)} modes",
            1,
            lambda p=parameters, e=experiment, m=modes: [run_experiment(p, e, mode) for mode in m],
        )
    parameters, experiment = experiments["benchmark"]
    for information in ("separate", "joint"):
        sweep = cost_sweep(parameters, experiment, information)
        timed(
            f"{information}: every equilibrium at four costs",
            1,
            lambda s=sweep: equilibria_rows(s, [2e-4, 5e-4, 2e-3, 2.7e-3]),
        )
    targets = uninformed_targets(parameters, experiment.horizon)
    timed(
        "optimum against rules of three orders",
        1,
        lambda: comparison_rows("benchmark", *targets, experiment, [(1, 0), (1, 1), (2, 1)], 1),
    )
    print(f"{'all of the above, Tables 1.2 to 1.6':<66}{process_time() - began:11.2f} s CPU")


def estimation(path: Path) -> None:
    if not path.exists():
        print(f"no estimation: {path} is not there yet")
        return
    target = read_target(path)
    for name in ("joint",) if QUICK else ("separate", "joint"):
        text = (PROJECT / f"config/experiments/attention_estimates/{name}.yaml").read_text(encoding="utf-8")
        settings = yaml.safe_load(text)
        if QUICK:
            settings |= {"sobol_starts": 1, "polished": 1}
        problem = attention_problem(settings, target)
        arguments = (problem.responses, problem.criterion, problem.parameters)
        found = timed(
            f"estimation, {name} information",
            1,
            lambda s=settings, p=problem: estimate_attention(p, s),
        )
        print(f"    {found.evaluations} evaluations, {found.starts} starts, J {found.best.criterion:.2f}")
        known = [
            known_point(*arguments[1:], one.estimate, one.responses, jacobian_at(*arguments, one, SEARCH))
            for one in found.minima[: settings["bootstrap_starts"]]
        ]
        timed(
            "    one re-estimate",
            1,
            lambda a=arguments, k=known, t=target: bootstrap_estimates(*a, k, [1.05 * t.psi], COARSE),
        )


def main() -> None:
    experiments = read_experiments()
    parameters, experiment = experiments["benchmark"]
    solutions(parameters, experiment.cost_ratio)
    reconstruction(parameters)
    tables({"benchmark": experiments["benchmark"]} if QUICK else experiments)
    estimation(PROJECT / "results/var/baseline/target.npz")


if __name__ == "__main__":
    main()
