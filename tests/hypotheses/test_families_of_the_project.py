"""The rules that the register tries, against other programs and the main run."""

import numpy as np
import pandas as pd
import pytest
import yaml
from statsmodels.tsa.stattools import adfuller, kpss
from statsmodels.tsa.vector_ar.var_model import VAR

from frictions.data.catalogue import load_catalogue
from frictions.hypotheses.lag_rules import lags_by_rule, lags_chosen
from frictions.hypotheses.panels import named_panels
from frictions.hypotheses.target_choices import WEIGHTINGS, DrawnShock, contributions_by_choice
from frictions.hypotheses.unit_root_rules import decide, decisions_by_rule, p_value
from frictions.matching.criterion import criterion_parts
from frictions.matching.target import MATCHED_VARIABLES, matching_target, target_criterion
from frictions.timeseries.lag_selection import lag_criteria
from frictions.timeseries.resampling import response_draws
from frictions.timeseries.unit_roots import unit_root_test
from frictions.timeseries.var import estimate_var, impulse_responses, recursive_impact
from tests.embedded import embedded_panel

TERMS = {"constant": "c", "constant_and_trend": "ct"}


@pytest.fixture(scope="module")
def walk():
    return np.random.default_rng(8).standard_normal(200).cumsum()


@pytest.fixture(scope="module")
def panel(project):
    return embedded_panel(project)


@pytest.mark.parametrize("terms", TERMS)
@pytest.mark.parametrize("lags", ["aic", "bic"])
def test_the_augmented_test_is_that_of_statsmodels_and_of_the_main_run(walk, terms, lags):
    found = p_value(walk, "adf", terms, lags, 13)
    _, expected, *_ = adfuller(walk, maxlag=13, regression=TERMS[terms], autolag=lags.upper(), result_object=False)
    assert found == pytest.approx(expected, rel=1e-8)
    if lags == "aic":
        assert found == pytest.approx(unit_root_test(walk, terms, 13).p_value, rel=1e-8)


@pytest.mark.parametrize("terms", TERMS)
def test_the_test_of_stationarity_is_that_of_statsmodels(walk, terms):
    # Its p-values are interpolated in a table from 0.01 to 0.1; the other library simulated its own.
    for series in (walk, np.diff(walk)):
        _, expected, *_ = kpss(series, regression=TERMS[terms], nlags=5, result_object=False)
        found = p_value(series, "kpss", terms, "short", 13)
        assert (found < 0.05) == (expected < 0.05)


@pytest.mark.parametrize("test", ["adf", "dfgls", "pp"])
def test_a_random_walk_has_a_unit_root_and_noise_has_none(test):
    """Of 40 walks a test of five percent rejects two on average, and ten or more once in 20,000 times."""
    lags = "long" if test == "pp" else "bic"
    noises = np.random.default_rng(9).standard_normal((40, 200))
    walks, noise = (
        [decide(test, p_value(one, test, "constant", lags, 8), 0.05) for one in series]
        for series in (noises.cumsum(axis=1), noises)
    )
    assert walks.count("filter") > 30 and noise == ["stationary"] * 40


def test_the_rule_of_the_main_run_decides_as_the_main_run_and_a_span_not_covered_gives_nothing():
    index = pd.period_range("1970Q1", "2007Q4", freq="Q")
    rng = np.random.default_rng(2)
    levels = pd.DataFrame({"a": rng.standard_normal(152).cumsum(), "b": rng.standard_normal(152)}, index=index)
    trends = {"a": "constant_and_trend", "b": "constant"}
    rule = {"test": "adf", "terms": "by_variable", "lags": "aic", "longest_lag": 13, "level": 0.05}
    found = decisions_by_rule(levels, trends, [rule | {"span": span} for span in ("1970Q1-2007Q4", "history-2015Q4")])
    assert found[0] == [unit_root_test(levels[name].to_numpy(), trends[name]).decision for name in levels]
    assert found[1] == [None, None]


@pytest.mark.parametrize("name", ["aic", "bic", "hannan_quinn", "final_prediction_error"])
def test_criteria_choose_as_statsmodels_does(panel, name):
    theirs = {"hannan_quinn": "hqic", "final_prediction_error": "fpe"}.get(name, name)
    # Its determinant has N - k in the denominator; the maximum-likelihood one is used here, so N is large.
    chosen = VAR(panel.to_numpy()).select_order(4).selected_orders[theirs]
    assert lags_chosen(panel.to_numpy(), name, 4, common=True) == max(chosen, 1)


def test_the_corrected_criterion_chooses_as_the_main_run(panel):
    values = panel.to_numpy()
    main = min(lag_criteria(values, 6), key=lambda row: row.aicc).lags
    rule = {"panel": "main", "criterion": "aicc", "observations": "common", "longest_lag": 6}
    assert lags_by_rule({"main": values}, [rule, rule | {"panel": "none"}]) == [main, None]


def test_contributions_at_the_first_choices_are_those_of_the_main_run(panel):
    """The same draws through the matching target."""
    model = estimate_var(panel.to_numpy(), 3)
    names = list(panel)
    columns = [names.index(name) for name in MATCHED_VARIABLES]
    position = names.index("federal_funds")
    point = impulse_responses(model.lag_matrices, recursive_impact(model.covariance, position, 0.6), 16)[:, columns]
    drawn = response_draws(model, range(200), position=position, size=0.6, horizons=16, entropy=5).responses
    target = matching_target(point, drawn[:, :, columns], weighting="max_index", index_base=1)
    flat = {name: np.full(21, 0.1) for name in MATCHED_VARIABLES}
    variant = {
        "panel": "main",
        "lags": 3,
        "innovations": "resampled",
        "weighting": "max_index",
        "quarters": 15,
        "m": "f",
    }
    shock = DrawnShock("federal_funds", 0.6, 200, 5)
    found = contributions_by_choice({"main": panel}, {"m": {"f": flat}}, MATCHED_VARIABLES, shock, [variant])
    expected = criterion_parts(target_criterion(target), np.full(90, 0.1))
    np.testing.assert_allclose(found[0], list(expected.values()), rtol=1e-10)
    missing = contributions_by_choice({}, {"m": {"f": flat}}, MATCHED_VARIABLES, shock, [variant])
    assert np.isnan(missing).all() and len(missing[0]) == 6


def test_every_weighting_is_one_of_the_matching_engine(panel):
    model = {"m": {"f": {name: np.full(21, 0.1) for name in MATCHED_VARIABLES}}}
    base = {"panel": "main", "lags": 2, "innovations": "gaussian", "quarters": 12, "m": "f"}
    shock = DrawnShock("federal_funds", 0.6, 100, 5)
    variants = [base | {"weighting": name} for name in WEIGHTINGS]
    rows = contributions_by_choice({"main": panel}, model, MATCHED_VARIABLES, shock, variants)
    assert len({round(row[0], 6) for row in rows}) == len(WEIGHTINGS)


def test_panels_filter_what_they_say_and_are_left_out_where_the_data_end(project):
    config = yaml.safe_load((project / "config/hypotheses.yaml").read_text())["families"]["lag_rules"]
    catalogue = load_catalogue(yaml.safe_load((project / "config/series.yaml").read_text()))
    decisions = {name: variable.published_decision for name, variable in catalogue.variables.items()}
    index = pd.period_range("1960Q1", "2010Q4", freq="Q")
    rng = np.random.default_rng(1)
    levels = pd.DataFrame({name: rng.standard_normal(204).cumsum() for name in decisions}, index=index)
    panels = named_panels(levels, config["panels"] | config["more_panels"], decisions, {"horizon": 8, "lags": 4})
    assert "to_2015" not in panels
    raw = levels.loc["1970Q1":"2007Q4"]
    same = {name: [column for column in panel if panel[column].equals(raw[column])] for name, panel in panels.items()}
    assert same["nothing_filtered"] == list(levels) and same["everything_filtered"] == []
    assert same["main"] == [name for name, decision in decisions.items() if decision == "stationary"]
    assert len(panels["matched_and_funds_rate"].columns) == 7
