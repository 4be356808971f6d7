"""The Calvo model as the matching engine wants it: a function from free parameters to responses."""

from collections.abc import Callable, Mapping, Sequence

from frictions.arrays import Array
from frictions.inventory.calvo_rules import CostMode
from frictions.inventory.parameters import CalvoParameters
from frictions.inventory.responses import matched_responses
from frictions.matching.problem import MatchingProblem, free_parameters_of
from frictions.matching.target import MatchingTarget, matched_rows, require_shock, target_criterion
from frictions.options import checked_options


@checked_options
def calvo_response_function(
    fixed: Mapping[str, float], free: Sequence[str], variables: Sequence[str], mc_mode: CostMode, size: float
) -> Callable[[Array], Array]:
    """Responses of some variables as a function of the free parameters.

    Parameters
    ----------
    fixed : mapping of str to float
        Parameters that are not estimated, by name.
    free : sequence of str
        Names of the estimated parameters, in the order of the function's argument.
    variables : sequence of str
        Matched variables, a selection of :data:`~frictions.matching.target.MATCHED_VARIABLES`.
    mc_mode : {"marginal", "average"}
        As for :func:`~frictions.inventory.calvo.solve_calvo`.
    size : float
        Interest-rate shock in percentage points a quarter.

    Returns
    -------
    callable
        Takes (p,) parameters, gives (15 times the number of variables,) responses in percent; raises a
        ``FrictionsError`` where the model has no unique stable solution.
    """
    rows = matched_rows(variables)

    def responses(free_values: Array) -> Array:
        parameters = CalvoParameters(**fixed, **dict(zip(free, free_values.tolist(), strict=True)))
        return matched_responses(parameters, mc_mode, size)[rows]

    return responses


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
        As for :func:`calvo_response_function`.

    Raises
    ------
    OtherShock
        If the target is of a shock of another size.
    """
    require_shock(target, size)
    parameters, source = free_parameters_of(free)
    rows = matched_rows(variables)
    return MatchingProblem(
        responses=calvo_response_function(fixed, list(free), variables, mc_mode, size),
        criterion=target_criterion(target, variables),
        parameters=parameters,
        omega=target.omega[rows][:, rows],
        source=source,
    )
