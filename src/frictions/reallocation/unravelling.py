"""Whether trade in used capital survives when lemons are the only reason for irreversibility.

With perfect substitutes a used good is worth its chance of not being a lemon, so p (1 - lambda) = 1 - lambda^M. At each
price on that line the share of lemons that sellers actually bring can be computed with labour and bonds clearing; an
equilibrium is a price at which the two shares agree. Where sellers bring more lemons at every price, the market
unravels.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from frictions.arrays import Array
from frictions.reallocation.errors import NoClearing
from frictions.reallocation.markets import MARKETS, Prices
from frictions.reallocation.parameters import Economy, Resolution
from frictions.reallocation.quasi_newton import broyden
from frictions.reallocation.state_space import build_state_space
from frictions.reallocation.stationary import FIRST_PRICES, Stationary, evaluate_prices


@dataclass(frozen=True)
class LemonGap:
    """Lemons brought to the market against lemons priced in; arrays of one length.

    Attributes
    ----------
    price_used : array
        p.
    priced_share : array
        lambda^M at which p is what a used good is worth.
    brought_share : array
        Share of lemons among used goods that are offered at p.
    residual : array
        Largest residual left in the markets for labour and bonds.
    """

    price_used: Array
    priced_share: Array
    brought_share: Array
    residual: Array

    @property
    def unravels(self) -> bool:
        """Whether more lemons are brought than priced in at every price."""
        return bool(np.all(self.brought_share > self.priced_share))


def lemon_gap(
    economy: Economy,
    price_used: Array,
    resolution: Resolution | None = None,
    first: Prices = FIRST_PRICES,
    tolerance: float = 1e-6,
) -> LemonGap:
    """Lemons brought and priced in along a grid of prices, with perfect substitutes.

    Parameters
    ----------
    economy : Economy
        Its elasticity of substitution is replaced by infinity.
    price_used : (n,) array
        Prices of used capital, below 1.
    resolution : Resolution, optional
    first : Prices
        Where the search for the wage and the interest rate starts.
    tolerance : float
        Largest residual of the markets for labour and bonds.

    Returns
    -------
    LemonGap

    Raises
    ------
    NoClearing
        If the markets for labour and bonds do not clear at one of the prices.
    """
    variant = replace(economy, substitution=math.inf)
    size = Resolution() if resolution is None else resolution
    space = build_state_space(variant, size)
    point, jacobian = np.array([first.wage, first.gross_rate]), None
    latest: Stationary | None = None
    rows = []
    for price in price_used:
        priced = 1.0 - float(price) * (1.0 - variant.lemon_rate)

        def residuals(trial: Array, accuracy: float, price: float = float(price), share: float = priced) -> Array:
            nonlocal latest
            prices = Prices(price, share, float(trial[0]), float(trial[1]))
            guess = None if latest is None else (latest.policies.marginal_bond, latest.policies.marginal_capital)
            start = None if latest is None else latest.distribution
            latest = evaluate_prices(variant, size, space, prices, guess, start, accuracy)
            return latest.residuals[2:]

        lower, upper = np.array([0.2, 0.9]), np.array([5.0, 1.0 / variant.discount_factor - 1e-4])
        steps, widths = np.array([0.08, 0.008]), np.array([2e-3, 1e-3])
        root = broyden(residuals, point, steps, widths, lower, upper, tolerance, jacobian)
        if not root.converged or latest is None:
            worst = 2 + int(np.argmax(np.abs(root.residual)))
            raise NoClearing(MARKETS[worst], float(root.residual[worst - 2]), f"at p = {price:.4f}")
        point, jacobian = root.point, root.jacobian
        rows.append((priced, priced - float(latest.residuals[1]), float(np.max(np.abs(root.residual)))))
    columns = np.array(rows).T
    return LemonGap(np.asarray(price_used, dtype=np.float64), columns[0], columns[1], columns[2])
