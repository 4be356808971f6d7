"""The formula language takes what it says and nothing else, and means what arithmetic means."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frictions.data.evaluate import EvaluationError, evaluate
from frictions.data.formula import ARGUMENTS, FormulaError, parse_formula

QUARTERS = pd.period_range("2000Q1", periods=12, freq="Q")


def series(values) -> pd.Series:
    return pd.Series(np.asarray(values, dtype=float), index=QUARTERS[: len(values)])


def expressions():
    """Formulas over a and b as text; Python's own evaluation is the reference."""
    leaves = st.sampled_from(["a", "b"]) | st.integers(1, 9).map(str) | st.just("0.5")
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "/"]), inner)
            | st.builds("(-{})".format, inner)
        ),
        max_leaves=12,
    )


@given(text=expressions())
def test_arithmetic_agrees_with_python_point_by_point(text):
    formula = parse_formula(f"a + {text}")
    a, b = series([1.5, 2.25, 3.0]), series([4.0, -0.75, 2.5])
    expected = []
    for x, y in zip(a, b, strict=True):
        try:
            expected.append(float(eval(f"a + {text}", {}, {"a": x, "b": y})))
        except ZeroDivisionError:
            expected.append(math.nan)
    try:
        result = evaluate(formula, {"a": a, "b": b})
    except EvaluationError as error:
        assert "zero" in str(error)
        assert all(math.isnan(value) for value in expected)
        return
    np.testing.assert_allclose(result, np.where(np.isfinite(expected), expected, np.nan), rtol=1e-12)


@given(text=st.text(max_size=40))
def test_any_text_is_either_a_formula_or_a_typed_one_line_error(text):
    try:
        formula = parse_formula(text)
    except FormulaError as error:
        assert "\n" not in str(error)
    else:
        assert all(name.isidentifier() for name in formula.names)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("__import__('os')", "unknown function"),
        ("a.b", "not allowed"),
        ("a[0]", "not allowed"),
        ("lambda: 1", "not allowed"),
        ("a if b else a", "not allowed"),
        ("a @ b", "MatMult"),
        ("ln(a, b)", "takes 1"),
        ("ln", "without arguments"),
        ("'text' + a", "not a number"),
        ("True * a", "not a number"),
        ("stock(a, 2012, 3)", "wants a quarter"),
        ("stock(a, '2012Q5', 3)", "not a quarter"),
        ("stock(a, '2012Q4', b)", "wants a number"),
        ("ln(a)(b)", "not allowed"),
        ("ln(x=a)", "not allowed"),
        ("a +", "not readable"),
        ("", "non-empty"),
        ("(" * 300 + "a" + ")" * 300, "not readable"),
    ],
)
def test_what_is_not_in_the_language_is_refused_by_name(text, complaint):
    with pytest.raises(FormulaError, match=complaint):
        parse_formula(text)


def test_names_come_in_order_of_first_use():
    assert parse_formula("b / a * ln(b + c)").names == ("b", "a", "c")


def test_every_function_of_the_grammar_has_a_meaning():
    from frictions.data.evaluate import FUNCTIONS

    assert set(FUNCTIONS) == set(ARGUMENTS)


def test_growth_is_the_change_of_the_logarithm():
    level = series([100.0, 101.0, 103.0, 102.0, 105.0])
    result = evaluate(parse_formula("100 * change4(ln(p))"), {"p": level})
    assert result.isna().sum() == 4
    assert result.iloc[4] == pytest.approx(100 * math.log(1.05), rel=1e-13)


def test_a_logarithm_of_a_negative_value_names_the_quarter():
    with pytest.raises(EvaluationError, match=r"logarithm of -1 in 2000Q2"):
        evaluate(parse_formula("ln(p)"), {"p": series([1.0, -1.0])})


def test_splicing_by_growth_keeps_the_first_series_and_the_growth_of_the_second():
    first = series([np.nan, np.nan, 10.0, 11.0, np.nan, np.nan])
    second = series([1.0, 2.0, 4.0, 5.0, 6.0, 9.0])
    result = evaluate(parse_formula("splice_growth(a, b)"), {"a": first, "b": second})
    np.testing.assert_allclose(result, [2.5, 5.0, 10.0, 11.0, 13.2, 19.8])


def test_splicing_by_growth_without_overlap_says_so():
    with pytest.raises(EvaluationError, match="no value in 2000Q2 to splice"):
        evaluate(
            parse_formula("splice_growth(a, b)"),
            {"a": series([1.0, 2.0, np.nan]), "b": series([np.nan, np.nan, 3.0])},
        )


def test_splicing_levels_fills_in_only_what_is_missing():
    result = evaluate(parse_formula("splice_levels(a, b)"), {"a": series([1.0, np.nan]), "b": series([5.0, 6.0, 7.0])})
    np.testing.assert_array_equal(result, [1.0, 6.0, 7.0])


def test_a_benchmark_scales_an_index_to_a_known_level_and_keeps_its_growth():
    result = evaluate(parse_formula('benchmark(index, "2000Q2", 500)'), {"index": series([80.0, 100.0, 110.0])})
    np.testing.assert_allclose(result, [400.0, 500.0, 550.0])
    with pytest.raises(EvaluationError, match="no value in the benchmark quarter 2001Q1"):
        evaluate(parse_formula('benchmark(index, "2001Q1", 500)'), {"index": series([80.0, 100.0])})


def test_no_function_of_the_language_guesses_a_unit():
    with pytest.raises(FormulaError, match="unknown function 'in_units_of'"):
        parse_formula("in_units_of(a, b)")


def test_a_stock_changes_by_a_quarter_of_the_annual_flow_and_passes_its_benchmark():
    flow = series([4.0, 8.0, -4.0, 0.0, 20.0])
    result = evaluate(parse_formula('stock(flow, "2000Q3", 100)'), {"flow": flow})
    np.testing.assert_allclose(result, [99.0, 101.0, 100.0, 100.0, 105.0])


def test_a_gap_inside_a_flow_leaves_the_stock_missing_after_it():
    flow = series([4.0, np.nan, 4.0])
    result = evaluate(parse_formula("cumulate(flow)"), {"flow": flow})
    np.testing.assert_array_equal(np.isnan(result), [False, True, True])


def test_quarters_between_two_spans_are_not_skipped():
    early, late = series([1.0, 2.0]), pd.Series([5.0], index=pd.PeriodIndex(["2001Q1"], freq="Q"))
    result = evaluate(parse_formula("change(splice_levels(a, b))"), {"a": early, "b": late})
    assert list(result.index.astype(str)) == ["2000Q1", "2000Q2", "2000Q3", "2000Q4", "2001Q1"]
    assert result.notna().sum() == 1
