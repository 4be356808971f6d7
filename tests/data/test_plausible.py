"""Bounds of series and variables: what they refuse, and that no planted error of the usual kinds passes them."""

import re

import numpy as np
import pandas as pd
import pytest

from frictions.data.bounds import BadBounds, Bounds, parse_bounds
from frictions.data.embedded import read_descriptor
from frictions.data.plan import choose_suppliers, series_needed
from frictions.data.plausible import ImplausibleValue, check_plausible
from frictions.data.readers import read_series
from frictions.data.received import check_received, in_catalogue_unit
from frictions.data.variables import build_concepts, build_variables

VINTAGE = "data/vintages/gretl-2022c"
NEWER = "data/vintages/fred-md-2026-08"
PLANTED = {
    "factor of 1000": lambda series: series * 1000.0,
    "factor of 1/1000": lambda series: series / 1000.0,
    "flipped sign": lambda series: -series,
    "a quarter late": lambda series: shifted(series, 1),
    "a quarter early": lambda series: shifted(series, -1),
}
KINDS = {"outside its plausible range": "range", "exceeds the largest": "change", "where it is known": "reading"}


def shifted(series: pd.Series, quarters: int) -> pd.Series:
    """The same values dated so many quarters later."""
    months = 3 if series.index.freqstr.startswith("M") else 1
    return series.set_axis(series.index + quarters * months)


def read_stored(catalogue, folder):
    """Series of a vintage as they are stored, and the unit it states for each, by code."""
    return {
        code: (read_series(folder / f"{code}.csv", catalogue.series[code], catalogue.code_of), resource["units"])
        for code, resource in read_descriptor(folder).items()
    }


@pytest.fixture(scope="module")
def vintage(catalogue, project):
    """The vintage of 2022."""
    return read_stored(catalogue, project / VINTAGE)


@pytest.fixture(scope="module")
def quarterly(catalogue, vintage):
    return {code: in_catalogue_unit(series, catalogue.series[code], units) for code, (series, units) in vintage.items()}


def caught_by(check, *arguments) -> str:
    """Which check stops the values; nothing if none does."""
    try:
        check(*arguments)
    except ImplausibleValue as refusal:
        return next(kind for words, kind in KINDS.items() if words in str(refusal))
    return ""


def test_the_vintages_themselves_pass(catalogue, project, vintage):
    newer = read_stored(catalogue, project / NEWER)
    assert set(vintage) == set(catalogue.embedded) and set(newer) == set(catalogue.fred_md)
    for code, (series, units) in (*vintage.items(), *newer.items()):
        check_received(series, catalogue.series[code], units, code)


@pytest.mark.parametrize("error", PLANTED)
@pytest.mark.parametrize("span", ["whole history", "1970 to 2007"])
@pytest.mark.parametrize("which", ["VINTAGE", "NEWER"])
def test_a_planted_error_stops_the_run_whichever_series_it_is_in(catalogue, project, vintage, error, span, which):
    passed = []
    stored = vintage if which == "VINTAGE" else read_stored(catalogue, project / NEWER)
    for code, (series, units) in stored.items():
        own = series if span == "whole history" else series.loc["1970":"2007"]
        if own.empty:
            continue
        if not caught_by(check_received, PLANTED[error](own), catalogue.series[code], units, code):
            passed.append(code)
    assert passed == []


@pytest.mark.parametrize("error", [error for error in PLANTED if "1000" not in error])
def test_a_planted_error_in_a_variable_stops_the_run(catalogue, quarterly, error):
    plan = choose_suppliers(catalogue, catalogue.embedded)
    variables = build_variables(catalogue, plan, quarterly)
    for name, variable in catalogue.variables.items():
        assert caught_by(check_plausible, PLANTED[error](variables[name].dropna()), variable.plausible, name), name


def test_the_table_of_planted_errors_in_the_documentation_is_the_computed_one(catalogue, vintage, project):
    stored = vintage | read_stored(catalogue, project / NEWER)
    used = series_needed(choose_suppliers(catalogue, stored))
    text = (project / "docs/data.md").read_text(encoding="utf-8")
    row = r"^\| ([A-Z0-9]+) \|" + r" (\w+) \|" * len(PLANTED) + "$"
    printed = {cells[0]: cells[1:] for cells in re.findall(row, text, re.M)}
    expected = {
        code: tuple(
            caught_by(check_received, plant(stored[code][0]), catalogue.series[code], stored[code][1], code)
            for plant in PLANTED.values()
        )
        for code in used
    }
    assert printed == expected


def test_every_series_with_data_at_hand_has_readings_and_those_without_are_known(catalogue):
    without = {code for code, info in catalogue.series.items() if not info.plausible.readings}
    assert without == {code for code in catalogue.series if code.startswith("U00")}


def test_the_ratio_of_reserves_has_the_levels_that_the_federal_reserve_published(catalogue, quarterly):
    ratio = build_concepts(choose_suppliers(catalogue, catalogue.embedded), quarterly)["reserves_ratio"]
    for quarter, level in (("1970Q1", 0.965), ("1984Q3", 0.812), ("2008Q4", -0.147)):
        assert ratio[quarter] == pytest.approx(level, abs=0.0005)


@pytest.mark.parametrize("unit", ["growth", "change"])
@pytest.mark.parametrize("direction", [1, -1])
def test_a_fall_is_held_to_the_same_bound_as_a_rise(unit, direction):
    bounds = parse_bounds({"range": [50, 200], unit: 20, "readings": {}})
    index = pd.period_range("1990Q1", periods=4, freq="Q")
    # The level stays where it goes, so that there is one change only.
    check_plausible(pd.Series([100.0, 100.0, 100.0 + 15 * direction, 100.0 + 15 * direction], index), bounds, "x")
    moved = pd.Series([100.0, 100.0, 100.0 + 30 * direction, 100.0 + 30 * direction], index)
    with pytest.raises(ImplausibleValue, match=r"in 1990Q3 exceeds the largest plausible one, 20"):
        check_plausible(moved, bounds, "x")


def test_each_refusal_names_series_quarter_and_bound():
    index = pd.period_range("2000Q1", periods=4, freq="Q")
    bounds = Bounds(1, 100, 20, True, {"2000Q3": (1, 10)})
    good = pd.Series([10.0, 10.5, 11.0, 11.2], index=index)
    check_plausible(good, bounds, "it")
    for values, complaint in (
        ([10.0, 0.5, 11.0, 11.2], r"it: 0\.5 in 2000Q2 is outside its plausible range, 1 to 100"),
        (
            [10.0, 10.5, 11.0, 14.0],
            r"it: a change of 24\.12 percent .* in 2000Q4 exceeds the largest plausible one, 20",
        ),
        ([10.0, 10.5, 10.4, 10.6], r"it: a change of -0\.\d+ percent .* in 2000Q3, where it is known .* 1 and 10"),
    ):
        with pytest.raises(ImplausibleValue, match=complaint):
            check_plausible(pd.Series(values, index=index), bounds, "it")
    check_plausible(good.where(good.index != index[1]), bounds, "it")


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ({"range": [1, 100], "readings": {}}, "either growth"),
        ({"range": [1, 100], "growth": 5, "change": 5, "readings": {}}, "either growth"),
        ({"range": [100, 1], "growth": 5, "readings": {}}, "two ascending numbers"),
        ({"range": [0, 1], "growth": 5, "readings": {}}, "range above zero"),
        ({"range": [1, 1000], "growth": 5, "readings": {}}, "wrong unit would not show"),
        ({"range": [1, 100], "growth": 0, "readings": {}}, "must be a positive number"),
        ({"range": [1, 100], "growth": True, "readings": {}}, "must be a positive number"),
        ({"range": [1, 100], "growth": 5, "readings": [1]}, "map quarters"),
        ({"range": [1, 100], "growth": 5, "readings": {"2000Q1": 3}}, "two ascending numbers"),
    ],
)
def test_bounds_that_check_nothing_are_refused(entry, complaint):
    with pytest.raises(BadBounds, match=complaint):
        parse_bounds(entry)


def test_a_range_above_zero_shows_a_factor_of_1000_in_every_single_value(catalogue):
    for code, info in catalogue.series.items():
        bounds = info.plausible
        if bounds.in_logs:
            for value in (bounds.lowest, np.sqrt(bounds.lowest * bounds.highest), bounds.highest):
                for wrong in (value * 1000, value / 1000):
                    one = pd.Series([wrong], index=pd.PeriodIndex(["1990Q1"], freq="Q"))
                    assert caught_by(check_plausible, one, bounds, code) == "range"
