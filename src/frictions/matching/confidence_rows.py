"""The confidence sets of an estimation: their extent by parameter, and whether the source's estimates are inside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.matching.confidence_sets import (
    bootstrap_p_value,
    criteria_of_errors,
    criterion_p_value,
    criterion_quantile,
    difference_law,
    projected_set,
    upper_quantile,
)
from frictions.matching.criterion import criterion_value
from frictions.matching.problem import MatchingProblem
from frictions.matching.target import MATCHED_VARIABLES, MatchingTarget, bootstrap_targets, matched_rows

SET_COLUMNS = ["statistic", "parameter", "lower", "upper", "pieces", "published", "published_inside"]
TEST_COLUMNS = ["statistic", "quantity", "value"]


@dataclass(frozen=True, eq=False)
class Bootstrapped:
    """What the bootstrap of an estimation gives.

    Attributes
    ----------
    targets : (draws, n) array
        Targets that were matched again.
    minima : (draws,) array
        Lowest criterion on each.
    errors : (more draws, n) array
        Sampling errors of the target, for the coverage of the set.
    """

    targets: Array
    minima: Array
    errors: Array


def bootstrapped_targets(
    target: MatchingTarget,
    draws: Array,
    names: Sequence[str],
    estimates: Mapping[str, np.ndarray],
    matched: Sequence[str] = MATCHED_VARIABLES,
) -> Bootstrapped:
    """What the bootstrap of an estimation gives, from the VAR's draws and the re-estimates.

    Parameters
    ----------
    target : MatchingTarget
    draws : (draws, horizons, k) array
        Bootstrap responses of the VAR from the impact quarter on.
    names : sequence of k str
        Its variables.
    estimates : mapping
        Content of the contract's ``bootstrap.npz``: ``draw`` and ``criteria`` of each re-estimate.
    matched : sequence of str
        Variables that are matched.
    """
    rows = matched_rows(matched)
    targets = bootstrap_targets(target, draws, names, len(draws))[:, rows]
    return Bootstrapped(targets[estimates["draw"]], estimates["criteria"], targets - target.psi[rows])


def confidence_tables(
    problem: MatchingProblem, estimate: Array, profile: pd.DataFrame, bootstrapped: Bootstrapped, level: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sets and tests of an estimation.

    Parameters
    ----------
    problem : MatchingProblem
    estimate : (p,) array
    profile : DataFrame
        Columns parameter, value, criterion; parameters that are not estimated are left out.
    bootstrapped : Bootstrapped
    level : float
        Coverage.

    Returns
    -------
    sets : DataFrame
        Columns ``SET_COLUMNS``, a row for each statistic and parameter: ``criterion`` is J itself, with its exact law;
        ``difference`` J less its minimum, with the law of the bootstrap.
    tests : DataFrame
        Columns ``TEST_COLUMNS``: the bound of the statistic, its value and p-value at the source's estimates taken
        together, and ``coverage``, the share of the bootstrap's sampling errors for which the set of ``criterion``
        holds the truth. Statistics at the source's estimates are missing where the model has no solution there.
    """
    criterion = problem.criterion
    responses = problem.responses(estimate)
    lowest = criterion_value(criterion, responses)
    law = difference_law(criterion, responses, bootstrapped.targets, bootstrapped.minima)
    quantile = criterion_quantile(criterion, problem.omega, level)
    bounds = {"criterion": quantile, "difference": lowest + upper_quantile(law, level)}
    try:
        published = problem.responses(problem.source)
    except FrictionsError:
        at_source, p_values = float("nan"), {"criterion": float("nan"), "difference": float("nan")}
    else:
        at_source = criterion_value(criterion, published)
        p_values = {
            "criterion": criterion_p_value(criterion, published, problem.omega),
            "difference": bootstrap_p_value(law, at_source - lowest),
        }
    inside = criteria_of_errors(criterion, bootstrapped.errors) <= quantile
    tests: dict[str, Mapping[str, float]] = {
        "criterion": {
            "level": level,
            "bound": quantile,
            "at_estimate": lowest,
            "at_published": at_source,
            "p_value_of_published": p_values["criterion"],
            "coverage": float(inside.mean()),
            "draws_behind_coverage": float(len(inside)),
        },
        "difference": {
            "level": level,
            "bound": bounds["difference"] - lowest,
            "at_published": at_source - lowest,
            "p_value_of_published": p_values["difference"],
            "re_estimates": float(len(law)),
        },
    }
    sets = [
        _row(statistic, bound, parameter.name, value, source, lowest, profile)
        for statistic, bound in bounds.items()
        for parameter, value, source in zip(problem.parameters, estimate, problem.source, strict=True)
    ]
    return (
        pd.DataFrame(sets, columns=SET_COLUMNS),
        pd.DataFrame([(s, q, v) for s, row in tests.items() for q, v in row.items()], columns=TEST_COLUMNS),
    )


def _row(
    statistic: str, bound: float, name: str, value: float, source: float, lowest: float, profile: pd.DataFrame
) -> tuple[str, str, float, float, int, float, bool]:
    own = profile[profile["parameter"] == name]
    # The estimate is on no grid; where the profile has it, the lower of the two counts.
    grid = np.append(own["value"].to_numpy(), value)
    criteria = np.append(own["criterion"].to_numpy(), lowest)
    order = np.lexsort((criteria, grid))
    found = projected_set(grid[order], criteria[order], bound)
    return statistic, name, found.lower, found.upper, found.pieces, source, bool(found.lower <= source <= found.upper)
