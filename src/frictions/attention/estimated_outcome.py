"""The estimated model as an experiment: its moments, decisions and information beside those of the source's values."""

from dataclasses import replace

from frictions.arrays import Array
from frictions.attention.equilibrium import solve_equilibrium
from frictions.attention.estimation import EstimatedModel, economy_at, parameters_at
from frictions.attention.experiments import (
    AttentionExperiment,
    AttentionOutcome,
    Mode,
    outcome_of,
    require_certificate,
)
from frictions.inventory.responses import QUARTERLY_SHOCK
from frictions.inventory.steady_state import steady_state

LAGS = 120
"""Shocks told apart. Where little is learnt a quarter, past shocks are remembered for long: the criterion hardly
notices what the fewer lags of the estimation leave out, moments do."""

HORIZON = 160
"""Periods."""


def estimated_outcome(
    model: EstimatedModel, theta: Array, lags: int = LAGS, horizon: int = HORIZON
) -> AttentionOutcome:
    """Outcome of the shock that is matched, at a parameter vector and in the equilibrium that the estimation selects.

    Only the cost of a bit over the variance of the shock is estimated: the cost is given at the default size of the
    shock that firms reckon with.

    Parameters
    ----------
    model : EstimatedModel
        Its lags and horizon are replaced.
    theta : (p,) array
        Values, in the order of ``model.names``.
    lags, horizon : int
        Shocks told apart, and periods.

    Returns
    -------
    AttentionOutcome
        ``equilibria`` is empty: all that the estimate has are in a file of their own.

    Raises
    ------
    InvalidParameter, InvalidExperiment
        If a value is outside its domain.
    NoEquilibrium
        If the search ends without an equilibrium.
    Uncertified
        If a certificate exceeds its bound.
    """
    longer = replace(model, lags=lags, horizon=horizon)
    sequence, economy, cost_ratio = economy_at(longer, theta)
    parameters = parameters_at(longer, theta)
    experiment = AttentionExperiment(
        size=QUARTERLY_SHOCK,
        mu=cost_ratio * AttentionExperiment.sigma_attention**2,
        interaction=model.interaction,
        selection=model.selection,
        lags=lags,
        horizon=horizon,
    )
    mode: Mode = "optimal_joint" if model.information == "joint" else "optimal_separate"
    chosen = solve_equilibrium(economy, cost_ratio=cost_ratio, start=model.selection)
    outcome = outcome_of(parameters, steady_state(parameters), sequence, experiment, mode, chosen)
    require_certificate("estimated model", outcome.certificate)
    return outcome
