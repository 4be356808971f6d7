"""Units are stated and converted, never guessed; an unknown one stops by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frictions.data.units import (
    SCALES,
    UnitSpan,
    UnknownUnit,
    conversion_factor,
    parse_unit,
    unit_of_file,
    unit_of_gretl_description,
)

RESERVES = (UnitSpan(None, "2023Q4", "millions of dollars"), UnitSpan("2025Q2", None, "billions of dollars"))


def test_every_unit_of_the_catalogue_is_known(catalogue):
    for info in catalogue.series.values():
        assert parse_unit(info.units).text == info.units


@given(given=st.sampled_from(list(SCALES)), wanted=st.sampled_from(list(SCALES)))
def test_a_factor_is_the_ratio_of_the_scales_and_undone_by_its_inverse(given, wanted):
    factor = conversion_factor(f"{given}dollars", f"{wanted}dollars")
    assert factor == SCALES[given] / SCALES[wanted]
    # Quotients of powers of ten: each is rounded once.
    assert factor * conversion_factor(f"{wanted}dollars", f"{given}dollars") == pytest.approx(1, rel=1e-15)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("billions of dollars", "billions of chained dollars"),
        ("millions of chained dollars", "millions of chained dollars a month"),
        ("billions of chained 2012 dollars", "billions of chained 2009 dollars"),
        ("index, 2012 = 100", "index, 1982 = 100"),
        ("percent a year", "ratio"),
    ],
)
def test_what_measures_something_else_does_not_convert(given, wanted):
    with pytest.raises(UnknownUnit, match="does not convert"):
        conversion_factor(given, wanted)


def test_a_base_period_that_is_left_open_may_be_any():
    assert conversion_factor("millions of chained 2012 dollars", "billions of chained dollars") == 1e-3
    assert conversion_factor("index, 2017 = 100", "index, base year = 100") == 1


@pytest.mark.parametrize("text", ["", "dollars of billions", "bn", "percent", "billion dollars", "index"])
def test_an_unknown_unit_is_refused_with_what_a_unit_looks_like(text):
    with pytest.raises(UnknownUnit, match=r"is not known; a unit reads like 'billions of dollars'"):
        parse_unit(text)


def test_a_file_has_the_unit_of_its_time():
    for last, units in (("2018Q4", "millions"), ("2023Q4", "millions"), ("2025Q2", "billions"), ("2026Q3", "billions")):
        assert unit_of_file("NONBORRES", "billions of dollars", RESERVES, last, {}) == f"{units} of dollars"
    assert unit_of_file("GDP", "billions of dollars", (), "2024Q2", {}) == "billions of dollars"


def test_between_the_known_times_the_user_is_asked_and_her_word_counts():
    with pytest.raises(
        UnknownUnit, match=r"NONBORRES.*ends in 2024Q2.*data: \{units: \{NONBORRES: millions of dollars\}\}"
    ):
        unit_of_file("NONBORRES", "billions of dollars", RESERVES, "2024Q2", {})
    stated = {"NONBORRES": "millions of dollars"}
    assert unit_of_file("NONBORRES", "billions of dollars", RESERVES, "2024Q2", stated) == "millions of dollars"
    with pytest.raises(UnknownUnit, match="does not convert"):
        unit_of_file("NONBORRES", "billions of dollars", RESERVES, "2024Q2", {"NONBORRES": "percent a year"})


@pytest.mark.parametrize(
    ("description", "unit"),
    [
        ("M2, Bil. of $, SA", "billions of dollars"),
        ("Real Gross Domestic Product, Bil. of Chn. 2012 $, SAAR", "billions of chained 2012 dollars"),
        ("Food in U.S. City Average, 1982-1984=100, SA", "index, 1982-84 = 100"),
        ("All Commodities, 1982=100, NSA", "index, 1982 = 100"),
        ("Federal Funds Effective Rate, %, NSA", "percent a year"),
        ("Inventories to Sales Ratio, Ratio, SA", "ratio"),
    ],
)
def test_the_unit_of_the_embedded_vintage_is_read_from_its_database(description, unit):
    assert unit_of_gretl_description(description) == unit


def test_a_description_without_one_unit_is_refused():
    for description in ("Some series, SA", "A, Bil. of $, 2012=100"):
        with pytest.raises(UnknownUnit, match="units"):
            unit_of_gretl_description(description)
