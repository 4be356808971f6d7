"""The rules of agreement, mostly against exact arithmetic."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from frictions.verdicts import NotAVerdict, difference, printed, verdict

finite = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9)
digits = st.integers(min_value=0, max_value=6)


def test_trailing_zeros_are_digits():
    assert verdict(printed("0.960"), 0.9612, "exact") == "differs"
    assert verdict(printed("0.96"), 0.9612, "exact") == "exact"
    assert verdict(printed("22.00"), 22.004, "exact") == "exact"
    assert verdict(printed("22.0"), 22.06, "exact") == "differs"
    assert verdict(printed("6"), 6.5, "exact") == "exact"


def test_half_a_unit_is_measured_in_decimals():
    """0.1005 lies half a unit from 0.100 although its binary value lies a little further."""
    assert abs(Fraction(0.1005) - Fraction("0.100")) > Fraction("0.0005")
    assert verdict(printed("0.100"), 0.1005, "exact") == "exact"
    assert verdict(printed("0.100"), 0.10050001, "exact") == "differs"


@given(value=finite, places=digits)
def test_a_number_agrees_with_what_it_rounds_to(value, places):
    assert verdict(printed(f"{value:.{places}f}"), value, "exact") in (
        ("exact",) if abs(value) < 1e6 else ("exact", "differs")
    )


@given(value=st.integers(min_value=-(10**6), max_value=10**6), places=digits, share=st.floats(0.51, 50))
def test_more_than_half_a_unit_away_is_not_exact(value, places, share):
    text = f"{Fraction(value, 10**places).__float__():.{places}f}"
    away = float(Fraction(text) + Fraction(share) / 10**places)
    assert verdict(printed(text), away, "exact") == "differs"


@given(value=st.floats(0.5, 1e6), factor=st.floats(0.9501, 1.0499))
def test_within_five_percent_is_close_and_beyond_is_not(value, factor):
    text = f"{value:.6f}"
    value = float(text)
    assert verdict(printed(text), value * factor, "close") in ("exact", "close")
    assert verdict(printed(text), value * 1.0501, "close") == "differs"
    assert verdict(printed(text), value * 0.9499, "close") == "differs"


@given(value=finite, sd=st.floats(1e-3, 1e3), distance=st.floats(-4, 4))
def test_two_sampling_deviations_are_close(value, sd, distance):
    text = f"{value:.3f}"
    replicated = float(text) + distance * sd
    assume(abs(abs(distance) - 2.0) > 1e-6)
    near = abs(replicated - float(text)) <= 0.05 * abs(float(text))
    found = verdict(printed(text), replicated, "close", sd)
    if abs(distance) < 2.0:
        assert found in ("exact", "close")
    elif not near and abs(replicated - float(text)) > 0.00051:
        assert found == "differs"


@given(value=finite, replicated=finite)
def test_verdicts_get_worse_as_the_rule_gets_stricter(value, replicated):
    order = ["exact", "close", "sign", "differs"]
    text = f"{value:.2f}"
    found = [order.index(verdict(printed(text), replicated, rule)) for rule in ("sign", "close", "exact")]
    assert found == sorted(found)
    assert verdict(printed(text), replicated, "close") != "sign"


@given(value=finite, replicated=finite)
def test_a_wrong_sign_is_never_a_sign(value, replicated):
    text = f"{value:.2f}"
    if verdict(printed(text), replicated, "sign") == "sign":
        assert float(text) * replicated > 0.0


def test_what_is_zero_at_the_printed_digits_has_no_sign():
    assert verdict(printed("-0.18"), -1e-16, "sign") == "differs"
    assert verdict(printed("-0.18"), -0.0051, "sign") == "sign"
    assert verdict(printed("0.00"), 0.0, "sign") == "exact"


def test_statements_hold_or_do_not():
    assert verdict(printed("true"), True, "sign") == "sign"
    assert verdict(printed("false"), False, "sign") == "sign"
    assert verdict(printed("true"), False, "sign") == "differs"
    assert verdict(printed("3"), None, "close") == "differs"
    assert difference(printed("true"), True) is None
    assert difference(printed("3"), None) is None


def test_words_and_formulas():
    assert verdict(printed("1970Q1"), "1970Q1", "exact") == "exact"
    assert verdict(printed("1970Q1"), "1970Q2", "exact") == "differs"
    assert verdict(printed("0.96**(1/4)"), 0.96**0.25, "exact") == "exact"
    assert verdict(printed("0.96**(1/4)"), 0.9898, "exact") == "differs"
    assert verdict(printed("nan"), "nan", "exact") == "exact"


@pytest.mark.parametrize(
    ("text", "replicated", "rule"),
    [
        ("1.0", True, "sign"),
        ("true", 1.0, "sign"),
        ("true", True, "close"),
        ("1970Q1", 1970.0, "exact"),
        ("1970Q1", "1970Q1", "close"),
        ("1.0", float("nan"), "close"),
        ("1.0", float("inf"), "close"),
    ],
)
def test_what_cannot_be_judged_is_refused_with_both_values(text, replicated, rule):
    with pytest.raises(NotAVerdict, match=text):
        verdict(printed(text), replicated, rule)
