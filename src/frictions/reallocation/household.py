"""The household's labour supply and the entrepreneur's static hiring (equations 2.10 to 2.14, 2.19, 2.20)."""

from frictions.arrays import Array
from frictions.reallocation.parameters import Economy


def labor_supply(economy: Economy, wage: Array | float) -> Array | float:
    """Hours that the household supplies, equation (2.19); its consumption is the wage bill, equation (2.20)."""
    return (wage / economy.labor_disutility) ** (1.0 / economy.inverse_frisch)


def profit_scale(economy: Economy, wage: Array | float, productivity: Array | float) -> Array | float:
    """Profit per unit of ``(z k**alpha)**(1 / (1 - gamma))``: pi(w) of (2.14) times Z to the power 1 / (1 - gamma).

    Parameters
    ----------
    economy : Economy
    wage : array or float
        w, units of the final good.
    productivity : array or float
        Aggregate productivity Z.

    Returns
    -------
    array or float
        Output per unit is this over 1 - gamma.
    """
    gamma = economy.labor_exponent
    return (1.0 - gamma) * (gamma / wage) ** (gamma / (1.0 - gamma)) * productivity ** (1.0 / (1.0 - gamma))
