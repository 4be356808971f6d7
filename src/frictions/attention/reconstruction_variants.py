"""Which construction comes closest to the printed tables: every variant tried, each at its best cost.

One number is free in each variant, the cost of a bit over the variance of the shock. It is fitted to the nine moments
of Table 1.3, and so is the choice among variants; Tables 1.4 and 1.5 take no part in either, so that they test both.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np
from scipy.optimize import minimize_scalar

from frictions.attention.arma import FlowMeasure, NoiseKind
from frictions.attention.economy import Interaction
from frictions.attention.printed_tables import Agreement, Column, PrintedNumber, agreement, reported_attention
from frictions.attention.reconstruction import Reconstruction, RuleFamily, reconstruct
from frictions.attention.reconstruction_economy import NoReconstruction, PriceClosure, reconstruction_map
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.responses import QUARTERLY_SHOCK, reported_responses
from frictions.inventory.sequence_space import SequenceMap, aggregate_responses
from frictions.inventory.steady_state import SteadyState, steady_state
from frictions.matching.moments import business_cycle_moments
from frictions.options import checked_fields

Reported = Literal["counted", "counted_without_noise", "ignored"]
"""``counted``: rules are chosen for the whole loss, which is reported. ``counted_without_noise``: the same rules, but
the product of both decisions' noises is left out of the reported loss. ``ignored``: rules are chosen for the squared
errors alone."""

FITTED_TABLE = "1.3"
"""The table that cost and variant are chosen by."""

ORDERS = ((1, 0), (1, 1), (2, 0), (2, 1))
"""Orders of the lag polynomials that are tried."""

LOWEST_COST, HIGHEST_COST = 8.0, 60.0
"""Cost ratios among which the best one is sought; above the highest nobody attends in any variant."""

COST_STEP = 1.3
"""Ratio of neighbouring costs of the first search."""

COST_TOLERANCE = 2e-3
"""Relative accuracy of the best cost."""


@checked_fields
@dataclass(frozen=True)
class Variant:
    """One construction.

    Attributes
    ----------
    family : RuleFamily
        Decision rules.
    closure : {"stock_out_term", "price_index"}
        What determines the price level.
    noise_product : bool
        Whether the reported loss contains the product of both decisions' noises.
    """

    family: RuleFamily
    closure: PriceClosure
    noise_product: bool = True

    @property
    def interaction(self) -> Reported:
        """How the interaction of both errors enters choice and report."""
        if self.family.interaction == "ignored":
            return "ignored"
        return "counted" if self.noise_product else "counted_without_noise"


@dataclass(frozen=True)
class VariantFit:
    """A variant at its best cost.

    Attributes
    ----------
    variant : Variant
    cost_ratio : float
        Cost of a bit over the variance of the shock at which Table 1.3 is closest.
    tables : mapping of str to Agreement
        By table.
    total : Agreement
        All numbers of the tables together.
    replicated : tuple of float
        What the variant gives for each printed number; NaN in a column without an equilibrium.
    """

    variant: Variant
    cost_ratio: float
    tables: Mapping[str, Agreement]
    total: Agreement
    replicated: tuple[float, ...]

    @property
    def rank(self) -> tuple[float, int]:
        """Sorts the best first: closest to Table 1.3, then most numbers of all tables within 20 percent."""
        return round(self.tables[FITTED_TABLE].mean_deviation, 9), -self.total.within_20


def all_variants(orders: Sequence[tuple[int, int]] = ORDERS) -> tuple[Variant, ...]:
    """Every variant that is tried.

    The other price level is tried with AR(1) responses only, and rules of more than two coefficients a polynomial
    pair only with one noise: the short ones show that neither comes near the tables.

    Parameters
    ----------
    orders : sequence of (p, q)
        Orders of the lag polynomials.
    """
    variants: list[Variant] = []
    closures: tuple[PriceClosure, ...] = ("stock_out_term", "price_index")
    flows: tuple[FlowMeasure, ...] = ("sum", "joint")
    noises: tuple[NoiseKind, ...] = ("shared", "independent")
    interactions: tuple[Interaction, ...] = ("counted", "ignored")
    for closure, (ar, ma), flow, noise, interaction in product(closures, orders, flows, noises, interactions):
        # What ignores the product of both errors does not care whose noise it is.
        if interaction == "ignored" and noise == "shared":
            continue
        if closure == "price_index" and (ar != 1 or (ma and noise == "independent")):
            continue
        if ar + ma > 2 and noise == "independent":
            continue
        family = RuleFamily(ar, ma, flow, noise, interaction)
        variants.append(Variant(family, closure))
        if noise == "shared":
            variants.append(Variant(family, closure, noise_product=False))
    return tuple(variants)


def fit_variants(
    variants: Sequence[Variant],
    parameters: InventoryParameters,
    columns: Sequence[Column],
    numbers: Sequence[PrintedNumber],
    horizon: int,
) -> list[VariantFit]:
    """Fit the cost of each variant to Table 1.3 and compare all tables, best first.

    Parameters
    ----------
    variants : sequence of Variant
    parameters : InventoryParameters
        Table 1.1, column RI.
    columns : sequence of Column
        Of Tables 1.4 and 1.5, the benchmark first.
    numbers : sequence of PrintedNumber
    horizon : int
        Periods.

    Returns
    -------
    list of VariantFit

    Raises
    ------
    NoReconstruction
        If a variant has no equilibrium at any cost.
    """
    steady = steady_state(parameters)
    maps: dict[PriceClosure, SequenceMap] = {}
    solved: dict[tuple[RuleFamily, PriceClosure], tuple[float, dict[str, Reconstruction]]] = {}
    fits: list[VariantFit] = []
    for variant in variants:
        closure, key = variant.closure, (variant.family, variant.closure)
        if closure not in maps:
            maps[closure] = reconstruction_map(parameters, steady, horizon, closure=closure)
        if key not in solved:
            chain = _Chain(parameters, steady, maps[closure], variant.family)
            cost_ratio = _best_cost(chain, [one for one in numbers if one.table == FITTED_TABLE])
            solved[key] = (cost_ratio, chain.columns(cost_ratio, columns))
        cost_ratio, cases = solved[key]
        replicated = _replicated(variant, cases, parameters, steady, columns, numbers)
        tables = {one.table for one in numbers}
        fits.append(
            VariantFit(
                variant=variant,
                cost_ratio=cost_ratio,
                tables={table: _of_table(table, numbers, replicated) for table in sorted(tables)},
                total=agreement(numbers, replicated),
                replicated=tuple(replicated),
            )
        )
    return sorted(fits, key=lambda fit: fit.rank)


def variant_row(fit: VariantFit, table: str | None = None) -> dict[str, str | int | float]:
    """A variant and its agreement, with one table or with all of them, as a row of a tidy table.

    The mean deviation of the row about all tables is that from Table 1.3, by which cost and variant are chosen.
    """
    family, agreed = fit.variant.family, fit.total if table is None else fit.tables[table]
    judged = fit.tables[FITTED_TABLE if table is None else table]
    return {
        "ar": family.ar,
        "ma": family.ma,
        "flow": family.flow,
        "noise": family.noise,
        "interaction": fit.variant.interaction,
        "closure": fit.variant.closure,
        "cost_ratio": fit.cost_ratio,
        "exact": agreed.exact,
        "within_5": agreed.within_5,
        "within_10": agreed.within_10,
        "within_20": agreed.within_20,
        "sign": agreed.sign,
        "mean_deviation": judged.mean_deviation,
    }


def moments_of(parameters: InventoryParameters, steady: SteadyState, found: Reconstruction) -> dict[str, float]:
    """Moments of Table 1.3 in an equilibrium of the construction."""
    paths = aggregate_responses(found.sequence, found.decisions.reshape(-1), QUARTERLY_SHOCK)
    return business_cycle_moments(reported_responses(paths, parameters, steady))


class _Chain:
    """Equilibria of one family at one cost after another, each searched from the nearest one found before."""

    def __init__(
        self, parameters: InventoryParameters, steady: SteadyState, sequence: SequenceMap, family: RuleFamily
    ) -> None:
        self.parameters, self.steady, self._sequence, self._family = parameters, steady, sequence, family
        self._found: dict[float, Reconstruction] = {}

    def at(self, cost_ratio: float) -> Reconstruction:
        if cost_ratio not in self._found:
            attended = [cost for cost, one in self._found.items() if one.informed.any()]
            nearest = min(attended, key=lambda cost: abs(np.log(cost / cost_ratio)), default=None)
            self._found[cost_ratio] = reconstruct(
                self.parameters,
                self.steady,
                self._sequence,
                cost_ratio,
                family=self._family,
                start=None if nearest is None else self._found[nearest],
            )
        return self._found[cost_ratio]

    def columns(self, cost_ratio: float, columns: Sequence[Column]) -> dict[str, Reconstruction]:
        """Equilibria of the columns that have one, by name."""
        cases: dict[str, Reconstruction] = {}
        for column in columns:
            with suppress(NoReconstruction):
                cases[column.name] = self.at(cost_ratio * column.relative_cost)
        return cases


def _best_cost(chain: _Chain, moments: Sequence[PrintedNumber]) -> float:
    """Cost at which the printed moments are closest: a scan from cheap to dear information, then a search."""

    def deviation(log_cost: float) -> float:
        found = moments_of(chain.parameters, chain.steady, chain.at(float(np.exp(log_cost))))
        return agreement(moments, [found[one.quantity] for one in moments]).mean_deviation

    scanned: dict[float, float] = {}
    log_cost = np.log(LOWEST_COST)
    while log_cost < np.log(HIGHEST_COST):
        try:
            scanned[log_cost] = deviation(log_cost)
        except NoReconstruction:
            scanned[log_cost] = np.inf
        else:
            if not chain.at(float(np.exp(log_cost))).informed.any():
                break
        log_cost += np.log(COST_STEP)
    finite = {one: value for one, value in scanned.items() if np.isfinite(value)}
    if not finite:
        raise NoReconstruction(f"no equilibrium at any cost ratio between {LOWEST_COST:g} and {HIGHEST_COST:g}")
    lowest = min(finite, key=lambda one: finite[one])
    # Where nobody attends the cost no longer matters, and there is nothing to refine.
    attended = {one: value for one, value in finite.items() if chain.at(float(np.exp(one))).informed.any()}
    best = min(attended, key=lambda one: attended[one], default=None)
    if best is None:
        return float(np.exp(lowest))
    try:
        refined = minimize_scalar(
            deviation,
            bounds=(best - np.log(COST_STEP), best + np.log(COST_STEP)),
            method="bounded",
            options={"xatol": COST_TOLERANCE},
        )
    except NoReconstruction:
        return float(np.exp(lowest))
    return float(np.exp(refined.x if refined.fun < finite[lowest] else lowest))


def _replicated(
    variant: Variant,
    cases: Mapping[str, Reconstruction],
    parameters: InventoryParameters,
    steady: SteadyState,
    columns: Sequence[Column],
    numbers: Sequence[PrintedNumber],
) -> list[float]:
    moments = moments_of(parameters, steady, cases[columns[0].name])
    values: dict[tuple[str, str], float] = {(columns[0].name, name): value for name, value in moments.items()}
    for column in columns:
        if column.name in cases:
            rules = cases[column.name].rules
            reported = reported_attention(rules, column.size, parameters.beta, noise_product=variant.noise_product)
            values |= {(column.name, name): value for name, value in reported.items()}
    return [values.get((one.column, one.quantity), np.nan) for one in numbers]


def _of_table(table: str, numbers: Sequence[PrintedNumber], replicated: Sequence[float]) -> Agreement:
    chosen = [(one, value) for one, value in zip(numbers, replicated, strict=True) if one.table == table]
    return agreement([one for one, _ in chosen], [value for _, value in chosen])
