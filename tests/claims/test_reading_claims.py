"""A claim becomes a number and whether it holds."""

from dataclasses import replace

import numpy as np
import pytest

from frictions.options import UnknownOption
from frictions.robustness.claims import Claim, WrongClaim, claims_of, read_claim
from frictions.robustness.estimation import Responses

POINT = np.array([[0.0], [0.3], [0.5], [-0.2], [-0.4], [0.1]])
RESPONSES = Responses(("x",), POINT, POINT - 0.25, POINT + 0.25)
RISES = Claim("rises", "It rises.", "x", (0, 5), "point", "maximum", above=0.4)


@pytest.mark.parametrize(
    ("of", "take", "quarters", "value", "band"),
    [
        ("point", "maximum", (0, 5), 0.5, (0.25, 0.75)),
        ("point", "minimum", (1, 2), 0.3, (0.05, 0.55)),
        ("point", "peak_quarter", (0, 5), 2.0, None),
        ("point", "trough_quarter", (1, 5), 4.0, None),
        ("point", "last_quarter_before_fall", (0, 5), 2.0, None),
        ("lower", "maximum", (0, 5), 0.25, None),
        ("upper", "minimum", (0, 5), -0.15, None),
        ("distance", "maximum", (3, 5), 0.15, None),
        ("distance", "first_quarter_outside", (1, 5), 1.0, None),
        ("distance", "first_quarter_outside", (3, 5), 4.0, None),
    ],
)
def test_every_way_to_take_a_number(of, take, quarters, value, band):
    reading = read_claim(replace(RISES, of=of, take=take, quarters=quarters), RESPONSES)
    assert reading.value == pytest.approx(value)
    ends = (np.nan, np.nan) if band is None else band
    np.testing.assert_allclose((reading.lower, reading.upper), ends)


def test_bounds_are_strict_and_both_count():
    assert read_claim(RISES, RESPONSES).holds
    assert not read_claim(replace(RISES, above=0.5), RESPONSES).holds
    assert not read_claim(replace(RISES, below=0.45), RESPONSES).holds
    assert read_claim(replace(RISES, take="peak_quarter", above=1, below=3), RESPONSES).holds


@pytest.mark.parametrize(
    ("take", "quarters"), [("last_quarter_before_fall", (0, 2)), ("first_quarter_outside", (5, 5))]
)
def test_what_never_happens_does_not_hold(take, quarters):
    of = "distance" if take == "first_quarter_outside" else "point"
    reading = read_claim(replace(RISES, of=of, take=take, quarters=quarters, above=-1.0), RESPONSES)
    assert np.isnan(reading.value) and not reading.holds


@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        ({"above": None}, WrongClaim, "claim rises: say above or below"),
        ({"quarters": (3, 1)}, WrongClaim, r"claim rises: quarters \[3, 1\] are no span"),
        ({"take": "median"}, UnknownOption, "take is 'median'"),
        ({"of": "band"}, UnknownOption, "of is 'band'"),
        ({"of": "distance", "take": "peak_quarter"}, WrongClaim, "peak_quarter is of a response"),
    ],
)
def test_what_is_no_claim_is_refused_by_name(changed, error, message):
    with pytest.raises(error, match=message):
        replace(RISES, **changed)


@pytest.mark.parametrize(
    ("changed", "message"), [({"variable": "y"}, "y is no variable"), ({"quarters": (0, 6)}, "end in quarter 5")]
)
def test_what_the_responses_lack_is_named(changed, message):
    with pytest.raises(WrongClaim, match=f"claim rises: .*{message}"):
        read_claim(replace(RISES, **changed), RESPONSES)


def test_settings_become_claims():
    entry = {"text": "It rises.", "variable": "x", "quarters": [0, 5], "take": "maximum", "holds": {"above": 0.4}}
    assert claims_of({"rises": entry}) == [RISES]
