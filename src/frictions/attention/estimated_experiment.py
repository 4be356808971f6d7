"""The estimated model as an experiment: its moments, decisions and information beside those of the source's values."""

from frictions.arrays import Array
from frictions.attention.estimation import EstimatedModel, parameters_at
from frictions.attention.experiments import AttentionExperiment, Mode
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.responses import QUARTERLY_SHOCK


def estimated_experiment(model: EstimatedModel, theta: Array) -> tuple[InventoryParameters, AttentionExperiment, Mode]:
    """Arguments of :func:`~frictions.attention.experiments.run_experiment` at a parameter vector.

    Only the cost of a bit over the variance of the shock is estimated: the cost is given at the default size of the
    shock that firms reckon with. The sequence space has the experiments' length, longer than that of the estimation.

    Parameters
    ----------
    model : EstimatedModel
    theta : (p,) array
        Values, in the order of ``model.names``.

    Returns
    -------
    parameters : InventoryParameters
    experiment : AttentionExperiment
        Of the shock that is matched.
    mode : {"optimal_separate", "optimal_joint"}

    Raises
    ------
    InvalidParameter, InvalidExperiment
        If a value is outside its domain.
    """
    cost_ratio = float(theta[model.names.index("cost_ratio")])
    experiment = AttentionExperiment(
        size=QUARTERLY_SHOCK,
        mu=cost_ratio * AttentionExperiment.sigma_attention**2,
        interaction=model.interaction,
        selection=model.selection,
        lags=model.lags,
    )
    mode: Mode = "optimal_joint" if model.information == "joint" else "optimal_separate"
    return parameters_at(model, theta), experiment, mode
