"""First-order solution around a stationary equilibrium: the Jacobians of all markets in the paths of prices."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from frictions.arrays import Array
from frictions.reallocation.errors import InvalidParameter
from frictions.reallocation.fake_news import block_jacobians
from frictions.reallocation.household import profit_scale
from frictions.reallocation.linear_algebra import back_substitute, factorise, weighted_sum
from frictions.reallocation.markets import aggregates_from_sums, market_residuals, price_of_bundle
from frictions.reallocation.stationary import Stationary

SUMS = ("capital", "revenue", "capital_next", "good_sales", "bonds_next")
"""Sums over entrepreneurs on which the markets depend."""


@dataclass(frozen=True)
class Linearisation:
    """First-order solution around a stationary equilibrium; T years.

    Attributes
    ----------
    stationary : Stationary
    horizons : int
        T.
    fixed_wage : bool
        Whether a wage that stays put replaces the labour market.
    to_prices : (4 T, 4 T) array
        H_U, the Jacobian of the stacked residuals in the stacked prices.
    to_productivity : (4 T, T) array
        H_Z, their Jacobian in aggregate productivity.
    sums : dict of (T, 5 T) arrays
        Jacobians of the sums over entrepreneurs in stacked prices and productivity; the sums are those of `SUMS` and
        the extra functions of the state asked for.
    """

    stationary: Stationary
    horizons: int
    fixed_wage: bool
    to_prices: Array
    to_productivity: Array
    sums: dict[str, Array]

    @cached_property
    def _factors(self) -> tuple[Array, npt.NDArray[np.int64]]:
        return factorise(self.to_prices)

    def closing_prices(self, residuals: Array) -> Array:
        """First-order change of the stacked prices that closes stacked residuals, (4 T,) arrays."""
        return -back_substitute(*self._factors, residuals)

    def price_response(self, productivity: Array) -> Array:
        """First-order response of the stacked prices to a path of productivity."""
        return self.closing_prices(np.einsum("ut,t->u", self.to_productivity, productivity))

    def at_fixed_wage(self) -> "Linearisation":
        """The same economy where the wage stays put and employment is what entrepreneurs want."""
        rows = slice(2 * self.horizons, 3 * self.horizons)
        to_prices, to_productivity = self.to_prices.copy(), self.to_productivity.copy()
        to_prices[rows], to_productivity[rows] = 0.0, 0.0
        to_prices[rows, rows] = np.eye(self.horizons)
        return replace(self, fixed_wage=True, to_prices=to_prices, to_productivity=to_productivity)

    def truncated(self, horizons: int) -> "Linearisation":
        """The first `horizons` years: exactly what `linearise` gives for the shorter paths."""
        if horizons > self.horizons:
            raise InvalidParameter("horizons", horizons, f"at most the {self.horizons} years of the linearisation")

        def first_years(blocks: Array) -> Array:
            rows, columns = (size // self.horizons for size in blocks.shape)
            years = blocks.reshape(rows, self.horizons, columns, self.horizons)[:, :horizons, :, :horizons]
            return years.reshape(rows * horizons, columns * horizons)

        return replace(
            self,
            horizons=horizons,
            to_prices=first_years(self.to_prices),
            to_productivity=first_years(self.to_productivity),
            sums={name: first_years(block) for name, block in self.sums.items()},
        )


def stationary_sums(found: Stationary) -> Array:
    """Compute the five sums of `SUMS` in the stationary equilibrium."""
    aggregates = found.aggregates
    revenue = weighted_sum(found.distribution.sum(axis=2), found.space.revenue)
    return np.array(
        [
            float(aggregates.capital),
            revenue,
            float(aggregates.capital_next),
            float(aggregates.good_sales),
            float(aggregates.bonds_next),
        ]
    )


def static_derivatives(found: Stationary) -> tuple[Array, Array, Array]:
    """Differentiate what holds within a year, by central differences of smooth functions.

    Parameters
    ----------
    found : Stationary

    Returns
    -------
    scale : (2,) array
        Derivatives of the profit scale in w and Z.
    cost : (2,) array
        Derivatives of rho in p and lambda^M.
    residuals : (4, 9) array
        Derivatives of F_1 to F_4 in p, lambda^M, w, Z and the five sums.
    """
    economy, prices = found.economy, found.prices
    base = np.concatenate(
        [[prices.price_used, prices.lemon_share, prices.wage, economy.aggregate_productivity], stationary_sums(found)]
    )

    def within_year(point: Array) -> Array:
        given = (point[0], point[1], point[2])
        sums = (*point[4:], 0.0)
        residuals = market_residuals(economy, *given, aggregates_from_sums(economy, given, point[3], sums))
        scale = profit_scale(economy, point[2], point[3])
        return np.append(residuals, [scale, price_of_bundle(economy, point[0], point[1])])

    columns = []
    for i in range(base.size):
        step = np.zeros(base.size)
        step[i] = 1e-6
        columns.append((within_year(base + step) - within_year(base - step)) / 2e-6)
    derivatives = np.column_stack(columns)
    return derivatives[4, [2, 3]], derivatives[5, [0, 1]], derivatives[:4]


def linearise(found: Stationary, horizons: int, states: dict[str, Array] | None = None) -> Linearisation:
    """Sequence-space Jacobians of the whole economy.

    Parameters
    ----------
    found : Stationary
    horizons : int
        Length T of the paths.
    states : dict of (nz, nk, nb) arrays, optional
        Further functions of the state whose sums are wanted.

    Returns
    -------
    Linearisation
    """
    revenue = np.ascontiguousarray(np.broadcast_to(found.space.revenue[:, :, None], found.space.shape))
    blocks = block_jacobians(found, horizons, {"revenue": revenue, **(states or {})})
    scale, cost, within = static_derivatives(found)
    zero = np.zeros((horizons, horizons))
    sums: dict[str, Array] = {}
    for name, block in blocks.items():
        # Columns: p, lambda^M, w, R and Z, each T wide.
        sums[name] = np.hstack(
            [
                block["price_used"] + cost[0] * block["bundle_price"],
                cost[1] * block["bundle_price"],
                scale[0] * block["scale"],
                block["gross_rate"],
                scale[1] * block["scale"],
            ]
        )
    sums["capital"] = np.vstack([np.zeros((1, 5 * horizons)), sums["capital_next"][:-1]])
    identity = np.eye(horizons)
    stacked = np.zeros((4 * horizons, 5 * horizons))
    for m in range(4):
        rows = slice(m * horizons, (m + 1) * horizons)
        p, share, wage, productivity = (within[m, i] * identity for i in range(4))
        stacked[rows] = np.hstack([p, share, wage, zero, productivity])
        for i, name in enumerate(SUMS):
            stacked[rows] += within[m, 4 + i] * sums[name]
    return Linearisation(
        stationary=found,
        horizons=horizons,
        fixed_wage=False,
        to_prices=stacked[:, : 4 * horizons],
        to_productivity=stacked[:, 4 * horizons :],
        sums=sums,
    )
