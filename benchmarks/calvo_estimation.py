"""Cost of estimating the Calvo model on the VAR's target from 16 random starts and the source's estimates.

`make benchmarks` runs it after the main job, with one BLAS thread.
"""

import sys
import time

from frictions.data.tables import read_settings
from frictions.data.target import read_target
from frictions.inventory.calvo_matching import calvo_problem
from frictions.matching.problem import estimate_from_everywhere

QUICK = "--quick" in sys.argv
"""Small sizes that show in seconds that the program runs; their figures mean nothing."""


def main() -> None:
    """Print CPU seconds, evaluations and minima."""
    target = read_target("results/var/baseline/target.npz")
    for name in ("six",) if QUICK else ("six", "four"):
        experiment = read_settings(f"config/experiments/calvo_estimates/{name}.yaml")
        setup = {part: experiment[part] for part in ("fixed", "free", "variables", "mc_mode")}
        problem = calvo_problem(**setup, size=experiment["shock"], target=target)
        starts = 1 if QUICK else experiment["sobol_starts"]
        start = time.process_time()
        estimation = estimate_from_everywhere(problem, starts, experiment["seed"])
        seconds = time.process_time() - start
        print(
            f"{name}: {seconds:.2f} CPU s, {estimation.starts} starts, {estimation.evaluations} evaluations, "
            f"minima {[round(minimum.criterion, 1) for minimum in estimation.minima]}"
        )


if __name__ == "__main__":
    main()
