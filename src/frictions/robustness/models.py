"""Both models estimated on the responses of another specification: which of them fits better there."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from frictions.attention.estimation import SEARCH, attention_problem, estimate_attention
from frictions.inventory.calvo_matching import calvo_problem
from frictions.matching.comparison import rivers_vuong
from frictions.matching.inference import jacobian_at, overidentification
from frictions.matching.problem import estimate_from_everywhere
from frictions.matching.searches import DEFAULT_SETTINGS
from frictions.matching.target import MATCHED_VARIABLES, MatchingTarget, matching_target
from frictions.matching.weighting import Weighting
from frictions.options import checked_options
from frictions.robustness.estimation import Shock, responses_and_draws
from frictions.robustness.panels import Panel
from frictions.timeseries.resampling import Innovations

FIT_COLUMNS = ["model", "quantity", "value"]


@checked_options
def specified_target(
    panel: Panel,
    lags: int,
    shock: Shock,
    *,
    draws: int,
    innovations: Innovations,
    weighting: Weighting,
    index_base: int,
) -> MatchingTarget:
    """Responses of one specification with their weighted covariance, equation (1.43).

    Parameters
    ----------
    panel : Panel
    lags : int
    shock : Shock
        Its seed is that of the Monte Carlo.
    draws : int
    innovations, weighting, index_base
        As the settings of the run have them under ``monte_carlo``.

    Raises
    ------
    FrictionsError
        If the VAR cannot be estimated, or its covariance not be inverted.
    """
    names, point, drawn = responses_and_draws(panel, lags, shock, draws, innovations)
    columns = [names.index(variable) for variable in MATCHED_VARIABLES]
    # The models' periods are quarters, the shock is on the annualised rate.
    return matching_target(
        point[:, columns], drawn[:, :, columns], weighting=weighting, index_base=index_base, shock=shock.size / 4
    )


def fit_rows(
    target: MatchingTarget,
    calvo: Mapping[str, Any],
    attention: Mapping[str, Any],
    progress: Callable[[str], None] = lambda said: None,
) -> pd.DataFrame:
    """Estimate sticky prices and rational inattention on a target, and compare their fit.

    Parameters
    ----------
    target : MatchingTarget
    calvo, attention : mapping
        Settings of the estimations, as the files of ``config/experiments`` have them.
    progress : callable
        Told what was found.

    Returns
    -------
    DataFrame
        Columns ``FIT_COLUMNS``: by model its criterion J, the p-value of the exact overidentification test and its
        estimates; under ``difference`` J of rational inattention less J of sticky prices with its standard error by
        the delta method and the two-sided p-values of Rivers and Vuong (2002).

    Raises
    ------
    FrictionsError
        If a model cannot be estimated.
    """
    setup = {name: calvo[name] for name in ("fixed", "free", "variables", "mc_mode")}
    problems = {
        "sticky_prices": calvo_problem(**setup, size=calvo["shock"], target=target),
        "rational_inattention": attention_problem(attention, target),
    }
    estimations = {
        "sticky_prices": estimate_from_everywhere(problems["sticky_prices"], calvo["sobol_starts"], calvo["seed"]),
        "rational_inattention": estimate_attention(problems["rational_inattention"], attention),
    }
    rows: list[tuple[str, str, float]] = []
    jacobians = {}
    for name, estimation in estimations.items():
        best, problem = estimation.best, problems[name]
        settings = SEARCH if name == "rational_inattention" else DEFAULT_SETTINGS
        jacobians[name] = jacobian_at(problem.responses, problem.criterion, problem.parameters, best, settings)
        test = overidentification(problem.criterion, best, jacobians[name], target.omega)
        progress(f"{name.replace('_', ' ')}: J = {best.criterion:.2f}, {len(estimation.minima)} local minima")
        rows += [(name, "criterion", best.criterion), (name, "p_value", float(test.p_value))]
        rows += [
            (name, parameter.name, float(value))
            for parameter, value in zip(problem.parameters, best.estimate, strict=True)
        ]
    compared = rivers_vuong(
        problems["sticky_prices"].criterion,
        estimations["rational_inattention"].best,
        estimations["sticky_prices"].best,
        jacobians["rational_inattention"],
        jacobians["sticky_prices"],
        target.omega,
    )
    for quantity in ("difference", "standard_error", "p_value", "two_step_p_value"):
        rows.append(("difference", quantity, float(getattr(compared, quantity))))
    return pd.DataFrame(rows, columns=FIT_COLUMNS)
