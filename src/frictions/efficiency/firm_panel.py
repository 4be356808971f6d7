"""Firm histories on a regular quarterly grid, and the rules by which rows get there.

A row that breaks a rule is repaired, made missing or left out by that rule alone, and counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from frictions.arrays import Array
from frictions.efficiency.firm_regression import Integers
from frictions.errors import FrictionsError

REQUIRED = ("firm", "date", "price", "earnings")
VALUES = ("price", "shares", "earnings", "revenue", "assets", "capex", "equity", "disclosure", "dividend")
QUARTER_SHIFT = pd.Timedelta(days=45)
"""A fiscal quarter belongs to the calendar quarter that holds the day this long before its end: ends of
January (retailers) or early April (52-53 week years) then fall on the quarter they describe, without collisions."""
SPLIT_FACTORS = np.array([1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 15.0, 20.0])
SPLIT_SHARE_TOLERANCE = 0.05
SPLIT_PRICE_TOLERANCE = 0.35
SPLIT_BALANCE_TOLERANCE = 0.10


class InvalidPanel(FrictionsError):
    """A panel lacks a column, or no firm is left in it."""


@dataclass(frozen=True)
class Exclusion:
    """What one rule did."""

    rule: str
    unit: str
    """``rows``, ``quarters`` or ``firms``."""
    count: int
    firms: tuple[str, ...] = ()
    """Names of the firms that the rule left out altogether."""


@dataclass(frozen=True)
class FirmPanel:
    """Values by firm and period, nan where missing; each array is (firms, periods)."""

    firms: tuple[str, ...]
    periods: Integers
    """(periods,) int: year * 4 + quarter - 1, or year for annual panels; without gaps."""
    annual: bool
    price: Array
    """Money a share, adjusted for splits."""
    shares: Array
    earnings: Array
    """Money a period; may be negative."""
    revenue: Array
    assets: Array
    capex: Array
    equity: Array
    disclosure: Array
    """Public signal of next productivity; simulated panels only."""
    dividend: Array
    exclusions: tuple[Exclusion, ...]


def build_firm_panel(frame: pd.DataFrame, split_adjusted: bool = False) -> FirmPanel:
    """Put rows of firm and fiscal-quarter end on the quarterly grid.

    Rules, in this order, each counted:

    1. a date or firm that cannot be read: the row is left out;
    2. rows that repeat another exactly: one is kept;
    3. rows that contradict another of the same firm and date: the firm is left out, by name;
    4. two dates within one quarter: the later is kept;
    5. values that are not finite numbers, prices, shares, revenue, assets or capital expenditure that are not positive:
       the value is missing;
    6. a split that prices and shares are not adjusted for (see `adjust_splits`): earlier prices and shares are put on
       the later basis;
    7. quarters missing between a firm's first and last row: changes are never taken across them;
    8. a firm without a price and earnings in any common quarter: left out, by name.

    Negative earnings are kept; the growth rule has a case for them.

    Parameters
    ----------
    frame : DataFrame
        Columns ``firm, date, price, earnings`` and any of ``shares, revenue, assets, capex, equity, disclosure,
        dividend``; others are ignored.
    split_adjusted : bool
        Prices and shares are adjusted for splits already; rule 6 is then left out.

    Raises
    ------
    InvalidPanel
        If a required column is missing or no firm is left.
    """
    missing = [name for name in REQUIRED if name not in frame.columns]
    if missing:
        raise InvalidPanel(f"the firm panel lacks the columns {', '.join(missing)}")
    rows = frame[[name for name in ("firm", "date", *VALUES) if name in frame.columns]].copy()
    for name in VALUES:
        if name not in rows:
            rows[name] = np.nan
    log: list[Exclusion] = []

    rows["date"] = pd.to_datetime(rows["date"], errors="coerce")
    unread = rows["date"].isna() | rows["firm"].isna()
    log.append(Exclusion("unreadable firm or date", "rows", int(unread.sum())))
    rows = rows[~unread]
    rows["firm"] = rows["firm"].astype(str)

    repeated = rows.duplicated()
    log.append(Exclusion("repeated row", "rows", int(repeated.sum())))
    rows = rows[~repeated]
    contradicted = rows[rows.duplicated(["firm", "date"], keep=False)]
    names = tuple(sorted(contradicted["firm"].unique()))
    log.append(Exclusion("contradicting rows for one date", "firms", len(names), names))
    rows = rows[~rows["firm"].isin(names)].sort_values(["firm", "date"], kind="stable")

    shifted = (rows["date"] - QUARTER_SHIFT).dt
    rows["period"] = shifted.year * 4 + shifted.quarter - 1
    crowded = rows.duplicated(["firm", "period"], keep="last")
    log.append(Exclusion("second date within one quarter", "rows", int(crowded.sum())))
    rows = rows[~crowded]
    if rows.empty:
        raise InvalidPanel("no firm is left in the panel")

    codes, firms = pd.factorize(rows["firm"], sort=True)
    first = int(rows["period"].min())
    column = rows["period"].to_numpy() - first
    shape = (len(firms), int(column.max()) + 1)
    grids = {}
    for name in VALUES:
        values, exclusion = _read_values(rows[name], name)
        log.extend(exclusion)
        grid = np.full(shape, np.nan)
        grid[codes, column] = values
        grids[name] = grid

    present = np.zeros(shape, dtype=bool)
    present[codes, column] = True
    if not split_adjusted:
        balances = (grids["assets"], grids["equity"])
        grids["price"], grids["shares"], splits = adjust_splits(grids["price"], grids["shares"], balances)
        log.append(Exclusion("split put on the later basis", "quarters", splits))
    span = present.shape[1] - np.argmax(present[:, ::-1], axis=1) - np.argmax(present, axis=1)
    log.append(Exclusion("quarter missing within a firm's span", "quarters", int((span - present.sum(axis=1)).sum())))
    log.append(Exclusion("negative earnings, kept", "quarters", int((grids["earnings"] < 0.0).sum())))
    log.append(Exclusion("zero earnings, no growth from them", "quarters", int((grids["earnings"] == 0.0).sum())))

    useful = (np.isfinite(grids["price"]) & np.isfinite(grids["earnings"])).any(axis=1)
    dropped = tuple(str(name) for name in firms[~useful])
    log.append(Exclusion("no quarter with both price and earnings", "firms", len(dropped), dropped))
    if not useful.any():
        raise InvalidPanel("no firm of the panel has a quarter with both price and earnings")
    return FirmPanel(
        firms=tuple(str(name) for name in firms[useful]),
        periods=first + np.arange(shape[1], dtype=np.int64),
        annual=False,
        exclusions=tuple(log),
        **{name: grid[useful] for name, grid in grids.items()},
    )


def adjust_splits(price: Array, shares: Array, balances: Sequence[Array]) -> tuple[Array, Array, int]:
    """Put prices and shares before each split on the basis after it.

    A split is a ratio of successive shares within 5 percent of a usual factor, or its inverse, with a ratio of
    successive prices within 35 percent of the opposite one, and no change beyond 10 percent of any balance that is
    known: an issue or a merger moves the balance sheet, a split does not.

    Parameters
    ----------
    price, shares : (firms, periods) arrays
    balances : sequence of (firms, periods) arrays
        Assets and equity; nan where unknown.

    Returns
    -------
    price, shares : (firms, periods) arrays
    count : int
        Splits found.
    """
    share_ratio = _ratio(shares)
    price_ratio = _ratio(price)
    unchanged = np.ones(share_ratio.shape, dtype=bool)
    for balance in balances:
        ratio = _ratio(balance)
        unchanged &= ~(np.abs(ratio - 1.0) > SPLIT_BALANCE_TOLERANCE)
    factor = np.ones(share_ratio.shape)
    for candidate in np.concatenate([SPLIT_FACTORS, 1.0 / SPLIT_FACTORS]):
        hit = unchanged & (np.abs(share_ratio / candidate - 1.0) < SPLIT_SHARE_TOLERANCE)
        hit &= np.abs(price_ratio * candidate - 1.0) < SPLIT_PRICE_TOLERANCE
        factor = np.where(hit, candidate, factor)
    later = np.ones(price.shape)
    later[:, :-1] = np.cumprod(factor[:, ::-1], axis=1)[:, ::-1]
    return price / later, shares * later, int((factor != 1.0).sum())


def _ratio(values: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return values[:, 1:] / values[:, :-1]


def to_annual(panel: FirmPanel, year_end: int | None = None) -> FirmPanel:
    """Sum flows over the four quarters of each year and take stocks and prices at its last quarter.

    A year counts for a flow only if all four quarters are there.

    Parameters
    ----------
    panel : FirmPanel
        Quarterly.
    year_end : int, optional
        Quarter (1 to 4) in which years end. Without it each firm's years are counted back from its last quarter with
        earnings, so that no quarter at the end is lost; panels that do not say when fiscal years end leave the choice
        open.

    Raises
    ------
    InvalidPanel
        If the quarter is not one to four.
    """
    if year_end is not None and year_end not in (1, 2, 3, 4):
        raise InvalidPanel(f"year_end = {year_end} must be a quarter, 1 to 4")
    first, size = int(panel.periods[0]), panel.periods.size
    if year_end is None:
        last = size - 1 - np.argmax(np.isfinite(panel.earnings)[:, ::-1], axis=1)
        phase = (first + last) % 4
    else:
        phase = np.full(len(panel.firms), year_end - 1)
    years = np.arange(first // 4, (first + size - 1) // 4 + 1, dtype=np.int64)
    ends = 4 * years[None, :] + phase[:, None] - first
    columns = ends[:, :, None] + np.arange(-3, 1)
    inside = (columns >= 0) & (columns < size)
    columns = np.clip(columns, 0, size - 1)
    rows = np.arange(len(panel.firms))[:, None, None]

    def blocks(name: str) -> Array:
        return np.where(inside, getattr(panel, name)[rows, columns], np.nan)

    flows, stocks = ("earnings", "revenue", "capex"), ("price", "shares", "assets", "equity", "disclosure", "dividend")
    summed = {name: blocks(name).sum(axis=2) for name in flows}
    taken = {name: blocks(name)[:, :, 3] for name in stocks}
    values = {**summed, **taken}
    return FirmPanel(panel.firms, years, True, exclusions=panel.exclusions, **values)


def exclusion_table(exclusions: tuple[Exclusion, ...]) -> pd.DataFrame:
    """Columns rule, unit, count, firms (names of firms left out, separated by spaces)."""
    rows = [(e.rule, e.unit, e.count, " ".join(e.firms)) for e in exclusions]
    return pd.DataFrame(rows, columns=["rule", "unit", "count", "firms"])


def panel_frame(panel: FirmPanel) -> pd.DataFrame:
    """Long form of a quarterly or annual panel: firm, period and the values, rows with nothing left out."""
    names = [field.name for field in fields(panel) if field.name in VALUES]
    grid = {name: getattr(panel, name).ravel() for name in names}
    size = panel.periods.size
    frame = pd.DataFrame(
        {"firm": np.repeat(panel.firms, size), "period": np.tile(panel.periods, len(panel.firms)), **grid}
    )
    return frame.dropna(subset=names, how="all", ignore_index=True)


def _read_values(column: pd.Series, name: str) -> tuple[Array, list[Exclusion]]:
    present = column.notna().to_numpy()
    values = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64, copy=True)
    bad = present & ~np.isfinite(values)
    log = []
    if bad.any():
        log.append(Exclusion(f"{name} is not a finite number", "rows", int(bad.sum())))
    values[bad] = np.nan
    if name in ("price", "shares", "revenue", "assets", "capex"):
        with np.errstate(invalid="ignore"):
            outside = values <= 0.0
        log.append(Exclusion(f"{name} not positive, taken as missing", "rows", int(outside.sum())))
        values[outside] = np.nan
    return values, log
