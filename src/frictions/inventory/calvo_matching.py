"""The Calvo model as the matching engine wants it: a function from free parameters to responses."""

from collections.abc import Mapping, Sequence

from frictions.inventory.calvo_kernel import CalvoResponses
from frictions.inventory.calvo_rules import CostMode
from frictions.matching.problem import MatchingProblem, free_parameters_of
from frictions.matching.target import MatchingTarget, matched_rows, require_shock, target_criterion
from frictions.options import checked_options


@checked_options
def calvo_problem(
    fixed: Mapping[str, float],
    free: Mapping[str, Mapping],
    variables: Sequence[str],
    mc_mode: CostMode,
    size: float,
    target: MatchingTarget,
) -> MatchingProblem:
    """Matching problem of the Calvo model.

    Parameters
    ----------
    free : mapping
        Bounds, start box and source's estimate of each estimated parameter, as
        :func:`~frictions.matching.problem.free_parameters_of` takes them.
    target : MatchingTarget
        All six variables; those of ``variables`` are matched.
    fixed, variables, mc_mode, size
        As for :class:`~frictions.inventory.calvo_kernel.CalvoResponses`.

    Raises
    ------
    OtherShock
        If the target is of a shock of another size.
    """
    require_shock(target, size)
    parameters, source = free_parameters_of(free)
    rows = matched_rows(variables)
    return MatchingProblem(
        responses=CalvoResponses(fixed, list(free), variables, mc_mode, size),
        criterion=target_criterion(target, variables),
        parameters=parameters,
        omega=target.omega[rows][:, rows],
        source=source,
    )
