"""Variants tried on the claims that do not replicate: other expectations, a fixed wage, other discretisations.

The source reports that reallocation falls about twice as much with lemons as without, that the ratio of marginal
products rises by 0.7 percent (about 2 with the tighter limit), and that endogenous productivity falls by 0.12 percent.
Each variant recomputes these with and without lemons.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from frictions.arrays import Array
from frictions.reallocation.coarse_transition import solve_coarse_transition
from frictions.reallocation.discrete_choice import CoarseGrid, CoarseStationary, solve_coarse
from frictions.reallocation.distribution import advance, build_lottery
from frictions.reallocation.efficiency import (
    endogenous_productivity,
    marginal_product_ratio,
    marginal_product_shape,
    mean_by_productivity,
)
from frictions.reallocation.errors import MarketError, NoClearing
from frictions.reallocation.experiments import SHOCK
from frictions.reallocation.household import profit_scale
from frictions.reallocation.linearisation import Linearisation
from frictions.reallocation.markets import MARKETS, Prices, market_residuals, price_of_bundle
from frictions.reallocation.parameters import Economy
from frictions.reallocation.policies import Policies, solve_policies, step_back
from frictions.reallocation.quasi_newton import broyden
from frictions.reallocation.responses import percent_deviations, stationary_marginal_products, stationary_tfp_end
from frictions.reallocation.stationary import DIFFERENCE, LARGEST_STEP, Stationary, aggregate
from frictions.reallocation.transition import solve_transition
from frictions.reallocation.variant_economies import LemonPair

Outlook = Callable[[Stationary, Prices, float], Policies]
"""Policies of entrepreneurs who see this year's prices and productivity, given what they expect."""


@dataclass(frozen=True)
class VariantRow:
    """The claims at issue under one variant.

    Attributes
    ----------
    variant : str
    reallocation, reallocation_without_lemons : float
        Percent fall of reallocation in the first year, with and without lemons.
    ratio : float
        The first over the second; the source says about 2.
    mpk_ratio_peak, mpk_ratio_peak_without_lemons : float
        Largest percent rise of the ratio of marginal products.
    tfp_end_trough, tfp_end_trough_without_lemons : float
        Lowest value of endogenous productivity, percent.
    failure : str
        Why the variant has no equilibrium; the numbers are then NaN.
    """

    variant: str
    reallocation: float
    reallocation_without_lemons: float
    ratio: float
    mpk_ratio_peak: float
    mpk_ratio_peak_without_lemons: float
    tfp_end_trough: float
    tfp_end_trough_without_lemons: float
    failure: str = ""


def expects_stationary(found: Stationary, prices: Prices, productivity: float) -> Policies:
    """Policies of entrepreneurs who expect the stationary equilibrium from next year on, whatever happens now."""
    scale = float(profit_scale(found.economy, prices.wage, productivity))
    cost = float(price_of_bundle(found.economy, prices.price_used, prices.lemon_share))
    bond, capital = found.policies.marginal_bond, found.policies.marginal_capital
    return step_back(found.economy, found.space, bond, capital, scale, prices.price_used, cost, prices.gross_rate)


def expecting_today_for_ever() -> Outlook:
    """Outlook of entrepreneurs who expect this year's prices and productivity to stay.

    Returns
    -------
    callable
        It starts from the policies that it found last: one for each economy.
    """
    latest: Policies | None = None

    def expects_today_for_ever(found: Stationary, prices: Prices, productivity: float) -> Policies:
        nonlocal latest
        stuck = replace(found.economy, aggregate_productivity=productivity)
        near = found.policies if latest is None else latest
        guess = (near.marginal_bond, near.marginal_capital)
        latest = solve_policies(stuck, found.space, prices, guess, 1e-9)[0]
        return latest

    return expects_today_for_ever


def temporary_equilibria(found: Stationary, productivity: Array, outlook: Outlook) -> dict[str, Array]:
    """Sequence of equilibria that clear each year's markets under given expectations.

    Parameters
    ----------
    found : Stationary
        Where the economy starts.
    productivity : (T,) array
        Aggregate productivity by year.
    outlook : callable
        What entrepreneurs expect.

    Returns
    -------
    dict of (T,) arrays
        ``reallocation``, ``mpk_ratio`` and ``tfp_end``, percent deviations from the stationary equilibrium.

    Raises
    ------
    NoClearing
        If a year has no clearing prices.
    """
    economy, space = found.economy, found.space
    distribution = found.distribution
    base_ratio = float(marginal_product_ratio(stationary_marginal_products(found)))
    base_tfp, base_sales = stationary_tfp_end(found), float(found.aggregates.reallocation)
    shape = marginal_product_shape(economy, space, np.broadcast_to(space.capital[:, None], space.shape))
    rows = []
    point = found.prices.as_array()
    lower = np.array([0.3, 0.0, 0.2, 0.8])
    upper = np.array([1.0 / (1.0 - economy.lemon_rate), 0.95, 5.0, 1.2])
    jacobian_now: Array | None = None
    for level in productivity:
        now = replace(economy, aggregate_productivity=float(level))

        def residuals(trial: Array, accuracy: float, now: Economy = now, masses: Array = distribution) -> Array:
            prices = Prices(*map(float, trial))
            policies = outlook(found, prices, now.aggregate_productivity)
            return market_residuals(
                now, prices.price_used, prices.lemon_share, prices.wage, aggregate(now, space, prices, policies, masses)
            )

        root = broyden(residuals, point, LARGEST_STEP, DIFFERENCE, lower, upper, 1e-7, jacobian_now)
        if not root.converged:
            worst = int(np.argmax(np.abs(root.residual)))
            raise NoClearing(MARKETS[worst], float(root.residual[worst]), "temporary equilibrium")
        point, jacobian_now = root.point, root.jacobian
        prices = Prices(*map(float, point))
        policies = outlook(found, prices, now.aggregate_productivity)
        totals = aggregate(now, space, prices, policies, distribution)
        ratio = float(marginal_product_ratio(mean_by_productivity(space, distribution, shape)))
        tfp = float(endogenous_productivity(now, totals.output, totals.capital, totals.labor, level))
        rows.append(
            (
                100.0 * (float(totals.reallocation) / base_sales - 1.0),
                100.0 * (ratio / base_ratio - 1.0),
                100.0 * (tfp - base_tfp),
            )
        )
        lottery = build_lottery(policies.capital_next, policies.bonds_next, space.capital, space.bonds)
        distribution = advance(distribution, lottery, space.transition)
    columns = np.array(rows).T
    return {"reallocation": columns[0], "mpk_ratio": columns[1], "tfp_end": columns[2]}


def _row(variant: str, with_lemons: dict[str, Array], without: dict[str, Array]) -> VariantRow:
    first, second = float(with_lemons["reallocation"][0]), float(without["reallocation"][0])
    return VariantRow(
        variant=variant,
        reallocation=first,
        reallocation_without_lemons=second,
        ratio=first / second,
        mpk_ratio_peak=float(np.max(with_lemons["mpk_ratio"])),
        mpk_ratio_peak_without_lemons=float(np.max(without["mpk_ratio"])),
        tfp_end_trough=float(np.min(with_lemons["tfp_end"])),
        tfp_end_trough_without_lemons=float(np.min(without["tfp_end"])),
    )


def _foresight(linear: Linearisation, shock: Sequence[float]) -> dict[str, Array]:
    """Percent deviations along the perfect-foresight path after the shock."""
    return percent_deviations(solve_transition(linear, np.array(shock)))


def replication_variants(
    economies: LemonPair, wide: Mapping[float, LemonPair], short: int = 8, shock: Sequence[float] = SHOCK
) -> tuple[VariantRow, ...]:
    """Recompute the claims that do not replicate, under every variant.

    Parameters
    ----------
    economies : LemonPair
    wide : mapping of LemonPair
        The same economies with other Tauchen widths, by width.
    short : int
        Length of the paths of temporary equilibria.
    shock : sequence of float
        Aggregate productivity in the first years.

    Returns
    -------
    tuple of VariantRow
        Perfect foresight; a fixed wage; expecting the stationary equilibrium; expecting today for ever; the other
        Tauchen widths.
    """
    both = economies.linearised()
    path = np.full(short, both[0].stationary.economy.aggregate_productivity)
    path[: len(shock)] = shock
    rows = [_row("perfect foresight", *(_foresight(linear, shock) for linear in both))]
    rows.append(_row("fixed wage", *(_foresight(linear.at_fixed_wage(), shock) for linear in both)))
    outlooks: tuple[tuple[str, Callable[[], Outlook]], ...] = (
        ("expecting the stationary equilibrium", lambda: expects_stationary),
        ("expecting today for ever", expecting_today_for_ever),
    )
    for name, outlook in outlooks:
        rows.append(_row(name, *(temporary_equilibria(linear.stationary, path, outlook()) for linear in both)))
    for width, pair in wide.items():
        name = f"tauchen width {width}"
        try:
            rows.append(_row(name, *(_foresight(linear, shock) for linear in pair.linearised())))
        except MarketError as failure:
            nan = float("nan")
            rows.append(VariantRow(name, nan, nan, nan, nan, nan, nan, nan, str(failure)))
    return tuple(rows)


def coarse_grid_variant(
    economies: LemonPair,
    grid: CoarseGrid | None = None,
    horizons: int = 60,
    corrections: int = 8,
    shock: Sequence[float] = SHOCK,
) -> tuple[VariantRow, float, CoarseStationary]:
    """Recompute the claims with next year's capital confined to a coarse grid.

    Parameters
    ----------
    economies : LemonPair
        The converged economies, which give the Jacobians.
    grid : CoarseGrid, optional
    horizons, corrections : int
        Length of the paths and quasi-Newton steps tried.
    shock : sequence of float
        Aggregate productivity in the first years.

    Returns
    -------
    row : VariantRow
    residual : float
        Largest market residual left on the two paths: the noise in the row.
    stationary : CoarseStationary
        Where the path with lemons starts.
    """
    starts, paths = [], []
    for linear in economies.linearised():
        converged = linear.stationary
        found = solve_coarse(converged.economy, grid, first=converged.prices)
        starts.append(found)
        paths.append(
            solve_coarse_transition(found, linear.truncated(horizons), np.array(shock), corrections, damping=0.5)
        )
    width = starts[0].economy.tauchen_width
    row = _row(f"coarse capital grid, tauchen width {width}", *(path.deviations for path in paths))
    return row, max(path.residual for path in paths), starts[0]
