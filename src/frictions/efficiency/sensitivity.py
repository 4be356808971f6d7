r"""Sensitivity of income to inputs by firm, in three definitions (the source gives words and no formula).

With inputs chosen optimally the first is one for every efficiency, since expected log income moves one for one with
the log input; only variation of inputs that firms did not choose identifies it. The third needs none.
"""

from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.efficiency.firm_regression import regress_by_firm


@dataclass(frozen=True)
class Sensitivities:
    """Estimates by firm, each (firms,), nan where they cannot be had."""

    growth_slope: Array
    """S1: slope of next income growth on input growth, or on the investment rate."""
    controlled_slope: Array
    """S2: slope of next log income on the log input given disclosure, price and dividend."""
    input_share: Array
    """S3: gross cost of inputs over the income of the next period."""


def growth_slope(income_growth: Array, input_growth: Array) -> Array:
    """S1: slope (firms,) of income growth of the next date on input growth, both (firms, periods) by own date."""
    return regress_by_firm(income_growth[:, 1:], input_growth[:, :-1, None]).coefficients[:, 0]


def controlled_slope(log_income: Array, log_input: Array, controls: Array) -> Array:
    """S2: slope (firms,) of next log income on the log input, given (firms, periods, k) controls of its date."""
    regressors = np.concatenate([log_input[:, :, None], controls], axis=2)[:, :-1]
    return regress_by_firm(log_income[:, 1:], regressors).coefficients[:, 0]


def input_share(income: Array, inputs: Array, gross_rate: float) -> Array:
    """S3: ``gross_rate`` times the sum of inputs over the sum of the next date's income, (firms,).

    Only dates with both are summed; missing where the income sums to nothing positive.
    """
    following, now = income[:, 1:], inputs[:, :-1]
    both = np.isfinite(following) & np.isfinite(now)
    total = np.where(both, following, 0.0).sum(axis=1)
    cost = gross_rate * np.where(both, now, 0.0).sum(axis=1)
    return np.where(total > 0.0, cost / np.where(total > 0.0, total, 1.0), np.nan)


def log_growth(values: Array) -> Array:
    """Change of the logarithm (firms, periods); missing in the first period and where a value is not positive."""
    logs = np.log(np.where(values > 0.0, values, np.nan))
    growth = np.full(values.shape, np.nan)
    growth[:, 1:] = np.diff(logs, axis=1)
    return growth


def investment_rate(investment: Array, capital: Array) -> Array:
    """Investment of a date over capital at the end of the one before, (firms, periods)."""
    rate = np.full(investment.shape, np.nan)
    rate[:, 1:] = investment[:, 1:] / np.where(capital[:, :-1] > 0.0, capital[:, :-1], np.nan)
    return rate
