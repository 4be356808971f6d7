"""What the functions of the formula language mean, on quarterly series."""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from frictions.data.formula import Formula
from frictions.errors import FrictionsError


class EvaluationError(FrictionsError):
    """A formula that cannot be evaluated on the data, e.g. the logarithm of a negative value."""


def ln(series: pd.Series) -> pd.Series:
    """Natural logarithm; missing stays missing.

    Raises
    ------
    EvaluationError
        At the first quarter whose value is not positive.
    """
    bad = series.index[(series <= 0).to_numpy()]
    if len(bad):
        raise EvaluationError(f"logarithm of {series[bad[0]]:g} in {bad[0]}")
    return np.log(series)


def change(series: pd.Series) -> pd.Series:
    """Change over one quarter."""
    return series.diff()


def change4(series: pd.Series) -> pd.Series:
    """Change over four quarters."""
    return series.diff(4)


def cumulate(series: pd.Series) -> pd.Series:
    """Sum up from the first value on; missing from the first gap on."""
    held = _held(series)
    return held.cumsum(skipna=False).reindex(series.index)


def splice_levels(first: pd.Series, second: pd.Series) -> pd.Series:
    """Take the first series where it has values, else the second as it is."""
    first, second = first.align(second)
    return first.where(first.notna(), second)


def splice_growth(first: pd.Series, second: pd.Series) -> pd.Series:
    """Extend the first series on both sides of its span by the growth of the second.

    Raises
    ------
    EvaluationError
        If the second does not overlap the first where it is to extend it.
    """
    first, second = first.align(second)
    held = _held(first)
    extended = first.copy()
    for edge, outside in ((held.index[-1], first.index > held.index[-1]), (held.index[0], first.index < held.index[0])):
        if not second[outside].notna().any():
            continue
        if not np.isfinite(second[edge]) or second[edge] == 0:
            raise EvaluationError(f"no value in {edge} to splice growth at")
        extended[outside] = second[outside] * (first[edge] / second[edge])
    return extended


def stock(flow: pd.Series, quarter: pd.Period, level: float) -> pd.Series:
    """End-of-quarter stock from its change, given its level at the end of one quarter.

    Parameters
    ----------
    flow : Series
        Change over the quarter at an annual rate.
    quarter : Period
        Benchmark quarter.
    level : float
        Stock at its end, in the units of the flow.
    """
    total = cumulate(flow / 4)
    if quarter not in total.index or not np.isfinite(total[quarter]):
        raise EvaluationError(f"no value in the benchmark quarter {quarter}")
    return total + (level - total[quarter])


def benchmark(series: pd.Series, quarter: pd.Period, level: float) -> pd.Series:
    """Scale a series so that it has a known level in one quarter.

    Parameters
    ----------
    series : Series
        An index, or another quantity whose level means nothing.
    quarter : Period
        Benchmark quarter.
    level : float
        What it is there.
    """
    if quarter not in series.index or not np.isfinite(series[quarter]) or series[quarter] == 0:
        raise EvaluationError(f"no value in the benchmark quarter {quarter}")
    return series * (level / series[quarter])


def _held(series: pd.Series) -> pd.Series:
    """Cut to the span from the first to the last value."""
    first, last = series.first_valid_index(), series.last_valid_index()
    if first is None:
        raise EvaluationError("a series without a single value")
    return series.loc[first:last]


FUNCTIONS: Mapping[str, Callable[..., pd.Series]] = {
    "ln": ln,
    "change": change,
    "change4": change4,
    "cumulate": cumulate,
    "splice_levels": splice_levels,
    "splice_growth": splice_growth,
    "stock": stock,
    "benchmark": benchmark,
}

_OPERATORS: Mapping[type[ast.operator], Callable] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def evaluate(formula: Formula, values: Mapping[str, pd.Series]) -> pd.Series:
    """Evaluate a formula on quarterly series.

    Parameters
    ----------
    formula : Formula
        Checked formula.
    values : mapping
        A series with a quarterly PeriodIndex by name.

    Returns
    -------
    Series
        On the union of the quarters, missing where an ingredient is; infinite values count as missing.

    Raises
    ------
    EvaluationError
        If a name has no value, a function does not apply, or the formula holds no series at all.
    """
    missing = [name for name in formula.names if name not in values]
    if missing:
        raise EvaluationError(f"formula {formula.text!r}: no values for {', '.join(missing)}")
    if not formula.names:
        raise EvaluationError(f"formula {formula.text!r}: it holds no series")
    first = min(values[name].index.min() for name in formula.names)
    span = pd.period_range(first, max(values[name].index.max() for name in formula.names), freq="Q")
    aligned = {name: values[name].reindex(span) for name in formula.names}
    try:
        result = _value(formula.tree, aligned)
    except (EvaluationError, ZeroDivisionError, OverflowError, AttributeError, TypeError) as error:
        raise EvaluationError(f"formula {formula.text!r}: {error}") from None
    series = pd.Series(result, index=span, dtype=float)
    return series.where(np.isfinite(series))


def _value(node: ast.expr, values: Mapping[str, pd.Series]) -> Any:
    match node:
        case ast.BinOp(left=left, op=kind, right=right):
            return _OPERATORS[type(kind)](_value(left, values), _value(right, values))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, values)
        case ast.UnaryOp(operand=operand):
            return _value(operand, values)
        case ast.Name(id=name):
            return values[name]
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return FUNCTIONS[name](*(_value(argument, values) for argument in arguments))
        case ast.Constant(value=str(text)):
            return pd.Period(text, freq="Q")
        case ast.Constant(value=int() | float() as number):
            return float(number)
    raise EvaluationError(f"{ast.unparse(node)!r} is not allowed")
