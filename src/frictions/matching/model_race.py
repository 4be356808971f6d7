"""Rows that compare estimated models on the same responses in the same metric."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from frictions.arrays import Array
from frictions.matching.comparison import bootstrap_comparison, rivers_vuong, selection_criteria
from frictions.matching.criterion import Criterion, criterion_parts
from frictions.matching.inference import free_parameters, overidentification
from frictions.matching.minimum import AtBound, LocalMinimum
from frictions.matching.rows import Row


@dataclass(frozen=True, eq=False)
class Contestant:
    """One estimated model.

    Attributes
    ----------
    name : str
    minimum : LocalMinimum
        Its global minimum.
    jacobian : (n, p) array
        Derivatives of its responses there.
    bootstrap : (targets,) array
        J on bootstrap targets, in the order of the draws.
    """

    name: str
    minimum: LocalMinimum
    jacobian: Array
    bootstrap: Array


def race_rows(
    criterion: Criterion, covariance: Array, contestants: Sequence[Contestant], observations: int, level: float
) -> list[Row]:
    """Fit of every model, and tests of every pair.

    Parameters
    ----------
    criterion : Criterion
        Common target and metric.
    covariance : (n, n) array
        Omega, unweighted covariance of the target.
    contestants : sequence of Contestant
    observations : int
        Quarters behind the estimated responses.
    level : float
        Coverage of the bootstrap interval of a difference.

    Returns
    -------
    list of dict
        Columns model, against (empty for a model by itself), quantity, value.

    Raises
    ------
    InvalidCovariance, InvalidComparison
        If the inputs do not fit together.
    """
    rows: list[Row] = []
    for one in contestants:
        test = overidentification(criterion, one.minimum, one.jacobian, covariance)
        off_bounds = int(free_parameters(one.minimum).sum())
        quantities = (
            {"criterion": one.minimum.criterion}
            | {f"criterion_{name}": part for name, part in criterion_parts(criterion, one.minimum.responses).items()}
            | {"parameters": float(len(one.minimum.estimate)), "parameters_off_bounds": float(off_bounds)}
            | {name: float(value) for name, value in vars(test).items() if name != "statistic"}
            | vars(selection_criteria(test, observations))
        )
        rows += [{"model": one.name, "against": "", "quantity": name, "value": v} for name, v in quantities.items()]
    for first, second in combinations(contestants, 2):
        tests = vars(
            rivers_vuong(criterion, first.minimum, second.minimum, first.jacobian, second.jacobian, covariance)
        )
        common = min(len(first.bootstrap), len(second.bootstrap))
        difference = first.minimum.criterion - second.minimum.criterion
        drawn = vars(bootstrap_comparison(first.bootstrap[:common], second.bootstrap[:common], difference, level))
        quantities = {name: float(value) for name, value in tests.items()}
        quantities |= {f"bootstrap_{name}": float(v) for name, v in drawn.items() if name != "difference"}
        quantities["bootstrap_targets"] = float(common)
        rows += [
            {"model": first.name, "against": second.name, "quantity": name, "value": v}
            for name, v in quantities.items()
        ]
    return rows


def known_minimum(estimate: Array, responses: Array, value: float, at_bound: Sequence[AtBound]) -> LocalMinimum:
    """Minimum from what the files of an estimation hold: parameters (p,), responses (n,), J, bounds."""
    return LocalMinimum(estimate, value, responses, tuple(at_bound), decrement=0.0, converged=True)
