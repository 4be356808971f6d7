"""A point of a sweep of the reallocation model: stationary equilibrium and transition."""

from collections.abc import Mapping
from typing import Any

from frictions.reallocation.experiments import run_experiment
from frictions.reallocation.parameters import Economy
from frictions.reallocation.settings import resolution
from frictions.sweeps.solving import Solve, certified, paths, split_parameters


def reallocation_solver(base: Mapping[str, Any], horizons: int) -> Solve:
    """Function from changed parameters to the quantities of the reallocation model.

    Parameters
    ----------
    base : mapping
        Experiment: ``economy``, ``lemons`` (the first of which holds where a sweep does not set ``lemon_rate``),
        ``shock``, ``horizons``, ``resolution``.
    horizons : int
        Years of the path kept, the first being year 1.
    """

    def solve(changes: Mapping[str, float]) -> dict[str, dict[str, float]]:
        economy, rest = split_parameters(base, "economy", {"lemon_rate": float(base["lemons"][0]), **changes})
        result = run_experiment(Economy(**economy), rest["shock"], resolution(rest), int(rest["horizons"]))
        return {
            "steady_state": result.steady_state,
            "responses": paths({name: path.tolist() for name, path in result.deviations.items()}, horizons, first=1),
            "certificate": certified({check.quantity: (check.value, check.bound) for check in result.checks}),
        }

    return solve
