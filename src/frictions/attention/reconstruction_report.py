"""What the reconstruction says about information and losses."""

import numpy as np

from frictions.attention.cross_term import tracking_form
from frictions.attention.economy import given_targets
from frictions.attention.equilibrium import search
from frictions.attention.firm_loss import firm_loss
from frictions.attention.printed_tables import reported_attention
from frictions.attention.reconstruction import Reconstruction
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.profit_hessian import profit_hessian
from frictions.inventory.steady_state import SteadyState


def reconstructed_information(
    found: Reconstruction, parameters: InventoryParameters, steady: SteadyState, size: float, lags: int
) -> dict[str, float]:
    """Flows and losses by name.

    Parameters
    ----------
    found : Reconstruction
    parameters, steady
        What it was solved with.
    size : float
        Size of the shock, percent.
    lags : int
        Shocks told apart in the optimum that the rules are held against.

    Returns
    -------
    dict
        Flows in bits a quarter; ``profit_deviation`` (capitalised) and ``objective`` in units of ``Xi p^-theta S``;
        ``profit_deviation_without_noise`` and ``interaction_share_without_noise_pct`` leave out the product of both
        decisions' noises, as Table 1.5 seems to; ``excess_over_optimum_pct`` is what the rules lose against the best
        joint signals at the same first best.
    """
    whole = reported_attention(found.rules, size, parameters.beta, noise_product=True)
    without = reported_attention(found.rules, size, parameters.beta, noise_product=False)
    return {
        "info_flow_P": whole["info_flow_P"],
        "info_flow_Z": whole["info_flow_Z"],
        "info_flow": found.rules.flow,
        "profit_deviation": whole["profit_deviation"],
        "profit_deviation_without_noise": without["profit_deviation"],
        "interaction_share_pct": whole["interaction_share_pct"],
        "interaction_share_without_noise_pct": without["interaction_share_pct"],
        "objective": found.rules.objective * (size / 100.0) ** 2,
        "cost_ratio": found.cost_ratio,
        "excess_over_optimum_pct": 100.0 * (found.rules.objective / _optimum(found, parameters, steady, lags) - 1.0),
    }


def _optimum(found: Reconstruction, parameters: InventoryParameters, steady: SteadyState, lags: int) -> float:
    """Lowest objective with any joint signals at the same first best; undiscounted, as the rules' objective is."""
    form = tracking_form(profit_hessian(parameters, steady), parameters.beta)
    firm = given_targets(found.first_best, form, 1.0, "joint", "counted", min(lags, found.sequence.horizon - 1))
    best = search(firm, cost_ratio=found.cost_ratio, active=np.array([True]), permanent=False)
    return float(firm_loss(best).objective)
