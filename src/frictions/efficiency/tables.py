"""Tidy tables of the solved model, one function for each file of the contract."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from frictions.arrays import Array
from frictions.efficiency.dynamic_capital import Durability, productivity_for_unit_income, solve_dynamic_capital
from frictions.efficiency.parameters import Information, Parameters
from frictions.efficiency.path import EquilibriumPath
from frictions.efficiency.population import population_informativeness
from frictions.efficiency.profit import example_profit, expected_profit, value_of_learning
from frictions.efficiency.stationary import StationarySet, existence_frontier, solve_stationary

INFORMATION: tuple[Information, ...] = ("exogenous", "endogenous")
STATIONARY_QUANTITIES = (
    *("I", "Sigma", "beta0", "beta1", "beta2", "beta3", "beta4", "var_resale", "rpe", "fpe", "tau_x", "tau_g"),
)
PATH_QUANTITIES = ("I", "Sigma", "beta1", "var_resale", "rpe", "fpe", "tau_x", "tau_g")
RESIDUAL_BOUND = 1e-11
PAYOFF_RISK_BOUND = 1e-12


def solve_efficiencies(p: Parameters, efficiencies: Array) -> list[StationarySet]:
    """Stationary sets for both kinds of information and each efficiency (n,)."""
    return [
        solve_stationary(replace(p, eta=float(eta)), information) for information in INFORMATION for eta in efficiencies
    ]


def stationary_table(sets: Sequence[StationarySet]) -> pd.DataFrame:
    """Columns information, eta, branch, quantity, value; every equilibrium, with its stability slope."""
    rows: list[tuple[str, float, str, str, float]] = []
    for found in sets:
        for equilibrium in found.equilibria:
            key = (found.information, float(found.parameters.eta), equilibrium.branch)
            values = [(name, float(getattr(equilibrium.solution, name))) for name in STATIONARY_QUANTITIES]
            rows.extend((*key, name, value) for name, value in values)
            rows.append((*key, "stability_slope", equilibrium.stability_slope))
            rows.append((*key, "root_count", float(found.root_count)))
    return pd.DataFrame(rows, columns=["information", "eta", "branch", "quantity", "value"])


def information_table(sets: Sequence[StationarySet]) -> pd.DataFrame:
    """Columns information, eta, quantity, value: population measures at the selected equilibrium."""
    rows: list[tuple[str, float, str, float]] = []
    for found in sets:
        if not found.equilibria:
            continue
        measures = population_informativeness(found.parameters, found.equilibria[-1].solution)
        for name in ("on_income", "on_adjusted_income", "forecasting", "revelatory"):
            rows.append((found.information, float(found.parameters.eta), name, float(getattr(measures, name))))
    return pd.DataFrame(rows, columns=["information", "eta", "quantity", "value"])


def path_table(paths: Mapping[str, EquilibriumPath]) -> pd.DataFrame:
    """Columns change, information, period, quantity, value for named paths."""
    rows: list[tuple[str, str, int, str, float]] = []
    for change, path in paths.items():
        columns = {"eta": path.efficiencies, **{name: path.values(name) for name in PATH_QUANTITIES}}
        columns["root_count"] = np.array(path.root_counts, dtype=np.float64)
        for period in range(len(path.periods)):
            rows.extend((change, path.information, period, name, float(v[period])) for name, v in columns.items())
    return pd.DataFrame(rows, columns=["change", "information", "period", "quantity", "value"])


def path_certificate(paths: Mapping[str, EquilibriumPath]) -> pd.DataFrame:
    """Columns change, information, quantity, value, bound: the largest residual over the periods of each path."""
    rows = []
    for change, path in paths.items():
        worst = max(
            float(np.max(np.abs(period.residuals))) / max(1.0, abs(float(period.beta0))) for period in path.periods
        )
        rows.append((change, path.information, "market_clearing_residual", worst, RESIDUAL_BOUND))
    return pd.DataFrame(rows, columns=["change", "information", "quantity", "value", "bound"])


def existence_table(p: Parameters, efficiencies: Array) -> pd.DataFrame:
    """Columns information, eta, largest_risk_aversion: the frontier of the existence map."""
    rows = [
        (information, float(eta), float(limit))
        for information in INFORMATION
        for eta, limit in zip(efficiencies, existence_frontier(p, efficiencies, information), strict=True)
    ]
    return pd.DataFrame(rows, columns=["information", "eta", "largest_risk_aversion"])


@dataclass(frozen=True)
class DurableVariant:
    """One economy with durable capital, under the name of its variant."""

    name: str
    parameters: Parameters
    durability: Durability


def durable_variant(name: str, p: Parameters, durability: Durability, log_productivity: float | None) -> DurableVariant:
    """Build a variant; without a productivity, the one with a steady-state income of one, which shuts off its level."""
    if log_productivity is None:
        return DurableVariant(name, productivity_for_unit_income(p, durability), durability)
    return DurableVariant(name, replace(p, log_productivity=log_productivity), durability)


def dynamic_capital_table(variants: Sequence[DurableVariant]) -> pd.DataFrame:
    """Columns variant, discount_factor, eta, quantity, value at the selected equilibrium.

    Where none exists, only ``root_count`` (zero) and the steady state are listed.
    """
    rows: list[tuple[str, float, float, str, float]] = []
    for variant in variants:
        p, durability = variant.parameters, variant.durability
        found = solve_dynamic_capital(p, durability)
        values = {"root_count": float(found.root_count)}
        values |= {"capital": float(found.steady_state.capital), "income": float(found.steady_state.income)}
        if found.equilibria:
            selected = found.equilibria[-1]
            names = ("I", "Sigma", "beta1", "beta2", "net_demand_response", "residual", "envelope_gap")
            values |= {name: float(getattr(selected, name)) for name in names}
        key = (variant.name, durability.discount_factor, float(p.eta))
        rows.extend((*key, name, value) for name, value in values.items())
    return pd.DataFrame(rows, columns=["variant", "discount_factor", "eta", "quantity", "value"])


def dynamic_capital_certificate(table: pd.DataFrame) -> pd.DataFrame:
    """Columns variant, eta, quantity, value, bound from the table of the variants; gaps relative to income."""
    wide = table.pivot(index=["variant", "eta"], columns="quantity", values="value").reset_index()
    wide = wide[wide["root_count"] > 0.0]
    rows = [
        (row["variant"], float(row["eta"]), name, float(row[name] / max(1.0, row["income"])), RESIDUAL_BOUND)
        for row in wide.to_dict("records")
        for name in ("residual", "envelope_gap")
    ]
    return pd.DataFrame(rows, columns=["variant", "eta", "quantity", "value", "bound"])


def profit_table(sets: Sequence[StationarySet], efficiencies: Array, scales: Sequence[float]) -> pd.DataFrame:
    """Columns quantity, parameter, eta, value.

    ``example_profit`` has the scale C as its parameter; ``expected_profit`` and ``value_of_learning`` are those of the
    model at the selected equilibrium, with the kind of information as theirs.
    """
    rows: list[tuple[str, str, float, float]] = []
    for scale in scales:
        values = example_profit(efficiencies, scale)
        rows.extend(
            ("example_profit", f"{scale:g}", float(e), float(v)) for e, v in zip(efficiencies, values, strict=True)
        )
    for found in sets:
        if found.equilibria:
            p, i = found.parameters, found.equilibria[-1].solution.I
            rows.append(("expected_profit", found.information, float(p.eta), float(expected_profit(p, i))))
            rows.append(("value_of_learning", found.information, float(p.eta), float(value_of_learning(p, i))))
    return pd.DataFrame(rows, columns=["quantity", "parameter", "eta", "value"])


def certificate_table(sets: Sequence[StationarySet]) -> pd.DataFrame:
    """Columns information, eta, branch, quantity, value, bound; a solution is good when every |value| <= bound.

    Residuals are relative to the largest term of the constant's equation, which is of the order of the price.
    """
    rows: list[tuple[str, float, str, str, float, float]] = []
    for found in sets:
        for equilibrium in found.equilibria:
            key = (found.information, float(found.parameters.eta), equilibrium.branch)
            solution = equilibrium.solution
            scale = max(1.0, abs(float(solution.beta0)))
            residual = float(np.max(np.abs(solution.residuals))) / scale
            gap = float(solution.payoff_risk_gap) / max(1.0, float(solution.Sigma))
            rows.append((*key, "market_clearing_residual", residual, RESIDUAL_BOUND))
            rows.append((*key, "payoff_risk_identity", gap, PAYOFF_RISK_BOUND))
            # With chosen information the slope may leave the unit interval; the stationary table reports it.
            if equilibrium.branch == "low_volatility" and found.information == "exogenous":
                rows.append((*key, "stability_slope", equilibrium.stability_slope, 1.0))
    return pd.DataFrame(rows, columns=["information", "eta", "branch", "quantity", "value", "bound"])
