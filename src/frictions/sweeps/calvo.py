"""A point of a sweep of the inventory model under Calvo pricing."""

from collections.abc import Mapping
from typing import Any

from frictions.inventory.calvo import solve_calvo
from frictions.inventory.calvo_rules import CostMode
from frictions.inventory.parameters import CalvoParameters
from frictions.inventory.responses import calvo_responses
from frictions.matching.moments import business_cycle_moments
from frictions.sweeps.solving import Solve, certified, paths, split_parameters


def calvo_solver(base: Mapping[str, Any], mode: CostMode, horizons: int, moment_horizons: int) -> Solve:
    """Function from changed parameters to the quantities of the Calvo model.

    Parameters
    ----------
    base : mapping
        Experiment: ``policy``, ``shock`` (percentage points a quarter) and ``parameters``.
    mode : {"marginal", "average"}
        As for :func:`~frictions.inventory.calvo.solve_calvo`.
    horizons, moment_horizons : int
        Quarters of the responses kept, and quarters that the moments sum over.
    """

    def solve(changes: Mapping[str, float]) -> dict[str, dict[str, float]]:
        parameters, rest = split_parameters(base, "parameters", changes)
        solution = solve_calvo(CalvoParameters(**parameters), mode, policy=rest["policy"])
        certificate = certified(solution.certificate())
        responses = calvo_responses(solution, moment_horizons, size=rest["shock"])
        return {
            "moments": business_cycle_moments(responses),
            "responses": paths({name: path.tolist() for name, path in responses.items()}, horizons),
            "steady_state": solution.steady.quantities(),
            "rules": solution.rules.coefficients(),
            "certificate": certificate,
        }

    return solve
