r"""Individual portfolio choice, equations (10.25) and (10.26) of the source.

They are the first-order conditions of the Bellman equation whose cross term is
:math:`J_{Wx}W[v_1(\alpha\xi+\pi\sigma_1)+v_2\pi\sigma_2]`; the source prints it without the last product, from which
neither condition would follow.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Opportunities:
    """What an individual faces at one state and date; exact rationals serve as well as floats."""

    excess_growth: float
    """:math:`g-r`."""
    excess_return: float
    r""":math:`\mu-r` of the financial asset."""
    growth_volatility: float
    r""":math:`\xi`, positive."""
    asset_common: float
    r""":math:`\sigma_1`."""
    asset_own: float
    r""":math:`\sigma_2`, not zero."""
    state_common: float
    """:math:`v_1`."""
    state_own: float
    """:math:`v_2`."""


def optimal_portfolio(opportunities: Opportunities, risk_tolerance: float, hedging: float) -> tuple[float, float]:
    r"""Shares of wealth in production and in the asset, :math:`(\alpha^*,\pi^*)`.

    Parameters
    ----------
    opportunities : Opportunities
    risk_tolerance : float
        :math:`A=-J_W/(WJ_{WW})`.
    hedging : float
        :math:`H=-J_{Wx}/(WJ_{WW})`.
    """
    growth, asset = opportunities.excess_growth, opportunities.excess_return
    xi, s1, s2 = opportunities.growth_volatility, opportunities.asset_common, opportunities.asset_own
    v1, v2 = opportunities.state_common, opportunities.state_own
    alpha = risk_tolerance * (growth * (s1 * s1 + s2 * s2) / (xi * xi * s2 * s2) - asset * s1 / (xi * s2 * s2))
    alpha += hedging * (s2 * v1 - s1 * v2) / (xi * s2)
    pi = risk_tolerance * (asset / (s2 * s2) - s1 * growth / (xi * s2 * s2)) + hedging * v2 / s2
    return alpha, pi
