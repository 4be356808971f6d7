"""A point of a sweep of the inventory model under Calvo pricing."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from frictions.inventory.calvo import solve_calvo
from frictions.inventory.calvo_rules import CostMode
from frictions.inventory.parameters import CalvoParameters
from frictions.inventory.responses import calvo_responses
from frictions.matching.moments import business_cycle_moments, sampled_moments
from frictions.options import checked_options
from frictions.sweeps.solving import Solve, certified, paths, split_parameters


@checked_options
def calvo_solver(
    base: Mapping[str, Any], mode: CostMode, horizons: int, simulation: Mapping[str, int], outputs: Sequence[str]
) -> Solve:
    """Function from changed parameters to the quantities of the Calvo model.

    Parameters
    ----------
    base : mapping
        Experiment: ``policy``, ``shock`` (percentage points a quarter) and ``parameters``.
    mode : {"marginal", "average"}
        As for :func:`~frictions.inventory.calvo.solve_calvo`.
    horizons : int
        Quarters of the responses kept.
    simulation : mapping
        ``moment_horizons`` that the moments sum over; ``sample_quarters``, ``samples`` and ``seed`` of the simulated
        samples, which are the same at every point.
    outputs : sequence of str
        Simulated samples are drawn only for the group ``sampling``, the standard deviation of each moment over them.
    """

    def solve(changes: Mapping[str, float]) -> dict[str, dict[str, float]]:
        parameters, rest = split_parameters(base, "parameters", changes)
        solution = solve_calvo(CalvoParameters(**parameters), mode, policy=rest["policy"])
        certificate = certified(solution.certificate())
        responses = calvo_responses(solution, simulation["moment_horizons"], size=rest["shock"])
        found = {
            "moments": business_cycle_moments(responses),
            "responses": paths({name: path.tolist() for name, path in responses.items()}, horizons),
            "steady_state": solution.steady.quantities(),
            "rules": solution.rules.coefficients(),
            "certificate": certificate,
        }
        if "sampling" in outputs:
            seed = np.random.SeedSequence(simulation["seed"])
            samples = sampled_moments(responses, simulation["sample_quarters"], simulation["samples"], seed)
            found["sampling"] = {name: float(values.std(ddof=1)) for name, values in samples.items()}
        return found

    return solve
