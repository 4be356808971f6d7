"""The economies behind the variants, each solved and linearised once: with and without lemons, by Tauchen width."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from frictions.reallocation.errors import MarketError
from frictions.reallocation.linearisation import Linearisation, linearise
from frictions.reallocation.parameters import Economy, Resolution
from frictions.reallocation.stationary import Stationary, solve_stationary


@dataclass(frozen=True)
class LemonPair:
    """An economy with and without lemons.

    Attributes
    ----------
    with_lemons : Stationary, optional
        Left out where there is no equilibrium with lemons.
    linear : tuple of Linearisation
        With and without lemons; empty where one of the two has no equilibrium.
    failure : MarketError, optional
        Why not.
    """

    with_lemons: Stationary | None
    linear: tuple[Linearisation, ...]
    failure: MarketError | None = None

    def linearised(self) -> tuple[Linearisation, ...]:
        """Both linearisations.

        Raises
        ------
        NoTrade, NoClearing, BeyondNaturalLimit
            If one of the two economies has no equilibrium.
        """
        if self.failure is not None:
            raise self.failure
        return self.linear


def solve_pair(economy: Economy, resolution: Resolution | None = None, horizons: int = 100) -> LemonPair:
    """Stationary equilibria with and without lemons, and their linearisations.

    Parameters
    ----------
    economy : Economy
        With lemons.
    resolution : Resolution, optional
    horizons : int
        Length of the paths, in years.

    Returns
    -------
    LemonPair
    """
    found: list[Stationary] = []
    try:
        for rate in (economy.lemon_rate, 0.0):
            found.append(solve_stationary(replace(economy, lemon_rate=rate), resolution))
    except MarketError as failure:
        return LemonPair(found[0] if found else None, (), failure)
    return LemonPair(found[0], tuple(linearise(each, horizons) for each in found))


def solve_widths(
    economy: Economy, widths: Sequence[float], resolution: Resolution | None = None, horizons: int = 100
) -> dict[float, LemonPair]:
    """`solve_pair` for each Tauchen width."""
    return {width: solve_pair(replace(economy, tauchen_width=width), resolution, horizons) for width in widths}
