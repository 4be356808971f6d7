"""What is reported: quantities of Table 2.2, and percent deviations along a transition (Figures 2.1 to 2.6)."""

import numpy as np

from frictions.arrays import Array
from frictions.reallocation.efficiency import (
    endogenous_productivity,
    marginal_product_ratio,
    marginal_product_shape,
    mean_by_productivity,
)
from frictions.reallocation.markets import Aggregates, Prices, price_of_bundle
from frictions.reallocation.parameters import Economy
from frictions.reallocation.stationary import Stationary
from frictions.reallocation.transition import Transition


def steady_state_quantities(economy: Economy, prices: Prices, aggregates: Aggregates) -> dict[str, float]:
    """Quantities of a stationary equilibrium by their symbols (Table 2.2 and the text around it).

    Parameters
    ----------
    economy : Economy
    prices : Prices
    aggregates : Aggregates

    Returns
    -------
    dict of float
        ``used_share`` is used goods over the bundle bought; ``borrowing_limit_share`` is the limit over output.
    """
    return {
        "p": prices.price_used,
        "lambda_M": prices.lemon_share,
        "w": prices.wage,
        "R": prices.gross_rate,
        "rho": float(price_of_bundle(economy, prices.price_used, prices.lemon_share)),
        "Y": float(aggregates.output),
        "C": float(aggregates.consumption),
        "I": float(aggregates.new_investment),
        "K": float(aggregates.capital),
        "N": float(aggregates.labor),
        "reallocation": float(aggregates.reallocation),
        "used_share": float(aggregates.reallocation) / float(aggregates.purchases),
        "borrowing_limit_share": economy.borrowing_limit / float(aggregates.output),
    }


def stationary_marginal_products(found: Stationary) -> Array:
    """Mean marginal product of capital by productivity in the stationary equilibrium; array (nz,)."""
    at_hand = np.broadcast_to(found.space.capital[:, None], found.space.shape)
    shape = marginal_product_shape(found.economy, found.space, at_hand)
    return found.scale * mean_by_productivity(found.space, found.distribution, shape)


def stationary_tfp_end(found: Stationary) -> float:
    """Endogenous part of measured productivity in the stationary equilibrium, in logs."""
    aggregates = found.aggregates
    return float(
        endogenous_productivity(
            found.economy,
            aggregates.output,
            aggregates.capital,
            aggregates.labor,
            found.economy.aggregate_productivity,
        )
    )


def percent_deviations(transition: Transition) -> dict[str, Array]:
    """Paths in percent of the economy's own stationary equilibrium, from the first year of the shock.

    Parameters
    ----------
    transition : Transition

    Returns
    -------
    dict of (T,) arrays
        The variables of the contract; ``lemon_share`` only where there are lemons. ``tfp_end`` is 100 times the change
        of its logarithm. ``mpk_ratio_next`` is the ratio at the capital chosen for next year: unlike ``mpk_ratio`` it
        can move in the first year.
    """
    found, simulation = transition.stationary, transition.simulation
    prices, paths = found.prices, simulation.prices
    before, after = found.aggregates, simulation.aggregates
    ratio = float(marginal_product_ratio(stationary_marginal_products(found)))
    chosen = marginal_product_shape(found.economy, found.space, found.policies.capital_next)
    ratio_next = float(marginal_product_ratio(mean_by_productivity(found.space, found.distribution, chosen)))
    pairs: dict[str, tuple[Array | float, Array | float]] = {
        "price_used": (paths.price_used, prices.price_used),
        "good_sales": (after.good_sales, before.good_sales),
        "reallocation": (after.reallocation, before.reallocation),
        "output": (after.output, before.output),
        "consumption": (after.consumption, before.consumption),
        "investment": (after.new_investment, before.new_investment),
        "labor": (after.labor, before.labor),
        "capital": (after.capital, before.capital),
        "wage": (paths.wage, prices.wage),
        "gross_rate": (paths.gross_rate, prices.gross_rate),
        "mpk_ratio": (simulation.mpk_ratio, ratio),
        "mpk_ratio_next": (simulation.mpk_ratio_next, ratio_next),
    }
    if found.economy.lemon_rate > 0.0:
        pairs["lemon_share"] = (paths.lemon_share, prices.lemon_share)
    deviations = {name: 100.0 * (np.asarray(path) / base - 1.0) for name, (path, base) in pairs.items()}
    deviations["tfp_end"] = 100.0 * (simulation.tfp_end - stationary_tfp_end(found))
    return deviations
