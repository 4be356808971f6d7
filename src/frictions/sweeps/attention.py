"""A point of a sweep of the inventory model with inattentive firms."""

from collections.abc import Mapping
from typing import Any

from frictions.attention.experiments import AttentionExperiment, Mode, run_experiment
from frictions.inventory.parameters import InventoryParameters
from frictions.options import checked_options
from frictions.sweeps.solving import Solve, certified, paths, split_parameters


@checked_options
def attention_solver(base: Mapping[str, Any], mode: Mode, horizons: int) -> Solve:
    """Function from changed parameters to the quantities of the model with inattentive firms.

    Parameters
    ----------
    base : mapping
        Fields of :class:`~frictions.attention.experiments.AttentionExperiment`, and ``parameters``.
    mode : {"optimal_separate", "optimal_joint", "reconstruction"}
        What is solved.
    horizons : int
        Quarters of the responses kept.
    """

    def solve(changes: Mapping[str, float]) -> dict[str, dict[str, float]]:
        parameters, rest = split_parameters(base, "parameters", changes)
        outcome = run_experiment(InventoryParameters(**parameters), AttentionExperiment(**rest), mode)
        return {
            "information": dict(outcome.information),
            "moments": dict(outcome.moments),
            "responses": paths({name: path.tolist() for name, path in outcome.responses.items()}, horizons),
            "certificate": certified(outcome.certificate),
        }

    return solve
