"""Cost of a minimum-distance estimation apart from the model: run with ``python benchmarks/matching.py``."""

import sys
from time import process_time

import numpy as np

from frictions.arrays import Array
from frictions.matching.bootstrap import bootstrap_estimates
from frictions.matching.criterion import build_criterion, criterion_value
from frictions.matching.estimation import estimate
from frictions.matching.inference import overidentification, sandwich
from frictions.matching.parameters import Parameter
from frictions.matching.profile import profile_criterion, profile_grid
from frictions.matching.starts import sobol_starts
from frictions.matching.weighting import full_covariance, stack_responses, weight_blocks

HORIZON = np.arange(1.0, 16.0)
NAMES = ("output", "inflation", "consumption", "inventory_sales", "inventories", "unit_labor_cost")
PARAMETERS = [Parameter(f"persistence_{i}", rf"\rho_{i}", 0.05, 0.98, 0.2, 0.9) for i in range(6)] + [
    Parameter("size", "a", 0.01, 5.0, 0.5, 2.0)
]

QUICK = "--quick" in sys.argv
"""Small sizes that show in seconds that the program runs; their figures mean nothing."""


def responses(theta: Array) -> Array:
    """Six responses that rise and die out: the size of the target of the replication, at no cost of a model."""
    rates = theta[:6, None]
    return (theta[6] * HORIZON * rates**HORIZON).ravel()


def timed(label: str, repeat: int, action):
    began = process_time()
    repeat = 1 if QUICK else repeat
    for _ in range(repeat):
        result = action()
    print(f"{label:<58}{(process_time() - began) / repeat * 1e3:10.3f} ms CPU")
    return result


def main() -> None:
    rng = np.random.default_rng(np.random.SeedSequence(1))
    truth = np.array([0.5, 0.6, 0.7, 0.8, 0.75, 0.65, 1.0])
    noise = 0.2 * rng.standard_normal((500 if QUICK else 5000, 16, 6)).cumsum(axis=1)[:, 1:] / 4.0
    draws = responses(truth).reshape(6, 15).T + noise
    blocks = timed("weighted covariance of 6 variables, 5,000 draws", 3, lambda: weight_blocks(draws, NAMES))
    omega = timed("full covariance of 90 responses, 5,000 draws", 3, lambda: full_covariance(draws))
    targets = stack_responses(draws)
    criterion = build_criterion(targets[0], blocks, NAMES)
    timed("the toy model itself", 2000, lambda: responses(truth))
    timed("model and criterion", 2000, lambda: criterion_value(criterion, responses(truth)))
    starts = sobol_starts(PARAMETERS, 2 if QUICK else 16, np.random.SeedSequence(2))
    found = timed("estimate, 16 starts", 1, lambda: estimate(responses, criterion, PARAMETERS, starts))
    print(f"    {found.evaluations} evaluations, minima {[(round(m.criterion, 4), m.starts) for m in found.minima]}")
    best = found.best
    inference = timed("sandwich covariance", 10, lambda: sandwich(responses, criterion, PARAMETERS, best, omega))
    test = timed("overidentification test", 10, lambda: overidentification(criterion, best, inference.jacobian, omega))
    print(f"    J {test.statistic:.1f}, null mean {test.null_mean:.1f}, p-value {test.p_value:.3f}")
    timed(
        "bootstrap re-estimation, a target",
        1,
        lambda: bootstrap_estimates(responses, criterion, PARAMETERS, best.estimate, targets[1:2]),
    )
    timed(
        "profile of one parameter, 21 points",
        1,
        lambda: profile_criterion(
            responses, criterion, PARAMETERS, best.estimate, "size", profile_grid(PARAMETERS[6], 21)
        ),
    )


if __name__ == "__main__":
    main()
