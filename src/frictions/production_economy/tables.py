"""Tidy tables of the solved economy, one function for each file of the contract."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from frictions.arrays import Array
from frictions.production_economy.bonds import yield_curve
from frictions.production_economy.collocation import Equilibrium
from frictions.production_economy.comparative_statics import CorrelationSweep
from frictions.production_economy.log_utility import bond_yield, short_rate_process
from frictions.production_economy.prices import (
    consumption_variance,
    equilibrium_prices,
    short_rate_from_consumption,
)

QUANTITIES = ("consumption_wealth", "dh", "short_rate", "lambda1", "lambda2")
DECOMPOSITION = ("growth_term", "risk_term", "hedging_term")
REFINEMENT_BOUND = 1e-8
"""Change of the log of wealth over consumption when nodes are added."""


def equilibrium_table(
    equilibria: Sequence[Equilibrium], states: Array, quantities: Sequence[str] = QUANTITIES
) -> pd.DataFrame:
    """Columns risk_aversion, state, quantity, value; ``quantities`` are fields of `prices.Prices`."""
    rows = []
    for equilibrium in equilibria:
        prices = equilibrium_prices(equilibrium, states)
        for position, state in enumerate(prices.state):
            for quantity in quantities:
                value = float(getattr(prices, quantity)[position])
                rows.append((equilibrium.economy.risk_aversion, float(state), quantity, value))
    return pd.DataFrame(rows, columns=["risk_aversion", "state", "quantity", "value"])


def yield_table(equilibria: Sequence[Equilibrium], states: Array, maturities: Array) -> pd.DataFrame:
    """Columns risk_aversion, state, maturity (years), yield (a year, continuously compounded)."""
    rows = []
    for equilibrium in equilibria:
        curve = yield_curve(equilibrium, maturities, states)
        for position, state in enumerate(curve.states):
            for column, maturity in enumerate(curve.maturities):
                value = float(curve.yields[position, column])
                rows.append((equilibrium.economy.risk_aversion, float(state), float(maturity), value))
    return pd.DataFrame(rows, columns=["risk_aversion", "state", "maturity", "yield"])


def correlation_table(sweeps: Mapping[float, CorrelationSweep]) -> pd.DataFrame:
    """Columns risk_aversion, correlation, quantity, value at one state; rates a year; nan where the value is infinite.

    Parameters
    ----------
    sweeps : mapping
        Risk aversion to its sweep.
    """
    rows = [
        (risk_aversion, float(correlation), name, float(value))
        for risk_aversion, sweep in sweeps.items()
        for name in ("short_rate", "hedging_term", "term_spread")
        for correlation, value in zip(sweep.correlation, getattr(sweep, name), strict=True)
    ]
    return pd.DataFrame(rows, columns=["risk_aversion", "correlation", "quantity", "value"])


def correlation_certificate(sweeps: Mapping[float, CorrelationSweep]) -> pd.DataFrame:
    """Columns risk_aversion, correlation, quantity, value, bound for every economy that was solved."""
    rows = [
        (risk_aversion, float(correlation), "refinement", float(value), REFINEMENT_BOUND)
        for risk_aversion, sweep in sweeps.items()
        for correlation, value in zip(sweep.correlation, sweep.refinement, strict=True)
        if not np.isnan(value)
    ]
    return pd.DataFrame(rows, columns=["risk_aversion", "correlation", "quantity", "value", "bound"])


def certificate_table(equilibria: Sequence[Equilibrium]) -> pd.DataFrame:
    """Columns risk_aversion, quantity, value, bound; a solution is good when every |value| <= bound.

    The short rate and the prices of risk are held against those that marginal utility implies, and log utility against
    the closed form of its bonds.
    """
    rows: list[tuple[float, str, float, float]] = []
    for equilibrium in equilibria:
        economy, certificate = equilibrium.economy, equilibrium.certificate
        inner = np.linspace(0.0, 0.375 * equilibrium.state_limit, 61)
        prices = equilibrium_prices(equilibrium, inner)
        rate_gap = np.max(np.abs(prices.short_rate - short_rate_from_consumption(equilibrium, inner)))
        squared = prices.lambda1**2 + prices.lambda2**2
        risk_gap = np.max(np.abs(squared - economy.risk_aversion**2 * consumption_variance(equilibrium, inner)))
        values = [
            ("collocation_residual", certificate.collocation_residual, 1e-9),
            ("equation_residual", certificate.equation_residual, 1e-9),
            ("refinement", certificate.refinement, REFINEMENT_BOUND),
            ("last_coefficient", certificate.last_coefficient, 1e-9),
            ("tail_probability", certificate.tail_probability, 1e-9),
            (
                "growth_of_postponed_utility",
                max(economy.discount_rate - certificate.existence_margin, 0.0),
                economy.discount_rate,
            ),
            ("short_rate_less_marginal_utility_drift", float(rate_gap), 1e-9),
            ("price_of_risk_less_consumption_risk", float(risk_gap), 1e-12),
        ]
        if economy.risk_aversion == 1.0 and economy.growth > economy.variance:
            values.append(("yield_less_closed_form", _closed_form_gap(equilibrium, inner), 1e-8))
        rows.extend((economy.risk_aversion, *value) for value in values)
    return pd.DataFrame(rows, columns=["risk_aversion", "quantity", "value", "bound"])


def _closed_form_gap(equilibrium: Equilibrium, states: Array) -> float:
    maturities = np.array([1.0, 5.0, 10.0, 30.0])
    solved = yield_curve(equilibrium, maturities, states).yields
    process = short_rate_process(equilibrium.economy)
    spread = equilibrium.economy.growth - equilibrium.economy.variance
    exact = [[bond_yield(process, spread * float(x), float(t)) for t in maturities] for x in states]
    return float(np.max(np.abs(solved - np.array(exact))))
