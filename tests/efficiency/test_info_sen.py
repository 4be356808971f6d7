"""INFO and SEN on the simulated and the real panel."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from frictions.efficiency.cross_section import four_columns
from frictions.efficiency.firm import input_elasticity
from frictions.efficiency.firm_panel import build_firm_panel, exclusion_table
from frictions.efficiency.info_sen import (
    InfoSenSettings,
    cross_section,
    estimate_firms,
    firm_table,
    kept_measure,
    regression_table,
)
from frictions.efficiency.informativeness import InformativenessSettings, revelatory_informativeness
from frictions.efficiency.parameters import InvalidParameter, Parameters
from frictions.efficiency.published_consistency import implied_sample
from frictions.efficiency.simulation import PanelDesign, simulate_panel, simulated_firm_panel

MODEL = InfoSenSettings(
    annual=False,
    seasonal=False,
    price_lag=0,
    investment_rate=False,
    informativeness=InformativenessSettings(minimum_observations=20),
)


@pytest.fixture(scope="module")
def simulated():
    return simulate_panel(Parameters(), PanelDesign(), np.random.SeedSequence(20190607))


@pytest.fixture(scope="module")
def estimates(simulated):
    return estimate_firms(simulated_firm_panel(simulated), MODEL)


def _t(columns, number):
    return columns[number - 1].t_values[0]


def test_published_regression_has_the_wrong_sign_in_the_model_of_its_own_source(simulated, estimates):
    b = input_elasticity(simulated.parameters)
    columns = four_columns(kept_measure(estimates, "informativeness"), b, estimates.log_capitalization)
    assert all(_t(columns, k) > 10.0 for k in (1, 2, 3, 4))


def test_revelatory_efficiency_recovers_the_negative_relation(estimates):
    for definition in ("input_share", "controlled_slope"):
        columns = cross_section(estimates, "revelatory", definition, MODEL)
        assert all(_t(columns, k) < -10.0 for k in (1, 2, 3, 4))
    columns = cross_section(estimates, "revelatory", "input_share", MODEL)
    # -0.394 and +0.063 in the independent program; two standard errors of each.
    assert columns[0].regression.coefficients[0] == pytest.approx(-0.394, abs=2 * 0.0165 * 2**0.5)
    assert columns[3].regression.coefficients[1] == pytest.approx(0.063, abs=2 * 0.0045 * 2**0.5)
    assert columns[3].t_values[1] > 10.0


def test_revelatory_efficiency_with_the_true_elasticity_gives_the_same(simulated, estimates):
    b = input_elasticity(simulated.parameters)
    known = np.stack([simulated.disclosure, simulated.dividend], axis=2)
    oracle = revelatory_informativeness(simulated.log_income, simulated.log_input, simulated.price, known, b)
    columns = four_columns(oracle, b, estimates.log_capitalization)
    assert _t(columns, 1) < -10.0
    assert columns[0].regression.coefficients[0] == pytest.approx(-0.386, abs=2 * 0.0165 * 2**0.5)


def test_growth_slope_has_no_power_in_forty_quarters(estimates):
    columns = cross_section(estimates, "revelatory", "growth_slope", MODEL)
    assert abs(_t(columns, 3)) < 3.0


def test_without_the_disclosure_adjusting_for_feedback_leaves_no_relation(estimates):
    columns = cross_section(estimates, "adjusted", "input_share", MODEL)
    assert abs(_t(columns, 1)) < 4.0


def test_sensitivity_used_twice_is_partly_mechanical(simulated, estimates):
    slope = estimates.sensitivities.controlled_slope
    known = np.stack([simulated.disclosure, simulated.dividend], axis=2)
    both = revelatory_informativeness(simulated.log_income, simulated.log_input, simulated.price, known, slope)
    twice = four_columns(both, slope, estimates.log_capitalization)
    once = cross_section(estimates, "revelatory", "controlled_slope", MODEL)
    assert twice[0].regression.coefficients[0] < 2.0 * once[0].regression.coefficients[0]


def test_input_share_estimates_the_elasticity(simulated, estimates):
    gap = estimates.sensitivities.input_share - input_elasticity(simulated.parameters)
    assert abs(gap.mean()) < 0.002
    assert gap.std() < 0.03


@pytest.mark.slow
def test_long_histories_find_the_negative_relation_by_every_definition():
    design = PanelDesign(firms=1600, periods=160)
    found = estimate_firms(
        simulated_firm_panel(simulate_panel(Parameters(), design, np.random.SeedSequence(160))), MODEL
    )
    expected = {"growth_slope": -0.287, "controlled_slope": -0.292, "input_share": -0.396}
    for definition, coefficient in expected.items():
        column = cross_section(found, "revelatory", definition, MODEL)[3]
        error = column.regression.robust_errors[0]
        assert column.t_values[0] < -10.0
        assert column.regression.coefficients[0] == pytest.approx(coefficient, abs=2.5 * error * 2**0.5)
        assert _t(cross_section(found, "informativeness", definition, MODEL), 4) > 0.0


def test_same_seed_gives_the_same_panel_and_firms_are_numbered():
    design = PanelDesign(firms=12, periods=10)
    one, two = (simulate_panel(Parameters(), design, np.random.SeedSequence(5)) for _ in range(2))
    np.testing.assert_array_equal(one.price, two.price)
    panel = simulated_firm_panel(one)
    assert panel.firms[0] == "simulated_00"
    assert panel.price.shape == (12, 10)


def test_prices_that_are_not_positive_become_missing_and_are_counted():
    design = PanelDesign(firms=50, periods=10, mean_dividend=0.001)
    panel = simulated_firm_panel(
        simulate_panel(replace(Parameters(), log_productivity=-3.0), design, np.random.SeedSequence(1))
    )
    missing = int(np.isnan(panel.price).sum())
    assert missing > 0
    assert panel.exclusions[0].count == missing


@pytest.mark.parametrize(
    ("field", "value"),
    [("firms", 0), ("periods", 3), ("lowest_efficiency", 0.0), ("highest_efficiency", 1.0)],
)
def test_invalid_designs_are_named(field, value):
    with pytest.raises(InvalidParameter, match=field):
        PanelDesign(**{field: value})


def test_tables_have_the_columns_of_the_contract(estimates):
    table = regression_table(cross_section(estimates, "revelatory", "input_share", MODEL))
    names = ["column", "regressor", "coefficient", "t_value", "standard_errors", "r_squared", "observations"]
    assert list(table.columns) == names
    assert table["column"].tolist() == [1, 1, 2, 2, 3, 3, 3, 4, 4, 4]
    assert set(table["standard_errors"]) == {"classic", "robust"}
    firms = firm_table(estimates)
    assert len(firms) == 3200
    assert firms["kept"].dtype == bool


def test_measures_and_definitions_are_refused_by_name(estimates):
    with pytest.raises(InvalidParameter, match="measure = 'x'"):
        cross_section(estimates, "x", "input_share", MODEL)
    with pytest.raises(InvalidParameter, match="definition = 'x'"):
        cross_section(estimates, "revelatory", "x", MODEL)
    with pytest.raises(InvalidParameter, match="price_lag"):
        InfoSenSettings(price_lag=-1)


def test_printed_statistics_of_the_source_fix_its_sample():
    implied = implied_sample(-6.46, 12.57, 0.01, 0.06)
    assert 2905 <= implied.fewest < implied.most <= 3475
    assert (implied.fewest, implied.most) == (2906, 3470)
    assert implied.lowest_r_squared == pytest.approx(0.0119, abs=6e-5)
    assert implied.highest_r_squared == pytest.approx(0.0142, abs=6e-5)
    with pytest.raises(InvalidParameter, match="agree for no sample size"):
        implied_sample(-6.46, 12.57, 0.01, 0.50)


@pytest.fixture(scope="module")
def real(external_data):
    frame = pd.read_csv(external_data / "firms" / "stockpup_quarterly_panel.csv.gz")
    names = {"ticker": "firm", "quarter_end": "date", "shares_split_adj": "shares"}
    return build_firm_panel(frame.rename(columns=names), split_adjusted=True)


def test_real_annual_informativeness_is_that_of_the_reference(real):
    found = estimate_firms(real, InfoSenSettings())
    kept = kept_measure(found, "informativeness")
    kept = kept[np.isfinite(kept)]
    # The reference: 342 firms, mean 0.107, median 0.063. Its history rule is not stated; fourteen rows give its sample.
    assert kept.size == pytest.approx(342, abs=3)
    assert kept.mean() == pytest.approx(0.107, abs=0.0025)
    assert np.median(kept) == pytest.approx(0.063, abs=0.0015)
    assert kept.mean() > 1.5 * found.informativeness.null_mean[found.informativeness.kept].mean()


def test_real_informativeness_survives_other_histories_and_year_ends(real):
    for year_end in (None, 1, 4):
        for rows in (14, 20):
            settings = InfoSenSettings(
                year_end=year_end, informativeness=InformativenessSettings(minimum_observations=rows)
            )
            found = estimate_firms(real, settings)
            kept = kept_measure(found, "informativeness")
            assert 0.095 < np.nanmean(kept) < 0.125
            assert 0.055 < np.nanmedian(kept) < 0.078


def test_real_panel_reports_what_it_repaired(real):
    found = estimate_firms(real, InfoSenSettings())
    counts = exclusion_table(found.exclusions).set_index("rule")["count"]
    assert counts["second date within one quarter"] > 0
    assert counts["negative earnings, kept"] > 1000
    assert counts["capex not positive, taken as missing"] > 1000
    info = found.informativeness
    dropped = counts["fewer complete rows than the minimum"] + counts["an observation of high leverage"]
    assert dropped + counts["a variable without variation"] + info.kept.sum() == len(real.firms)


def test_real_cross_section_has_four_columns_for_each_feasible_pair(real):
    found = estimate_firms(real, InfoSenSettings())
    for measure in ("informativeness", "adjusted"):
        for definition in ("growth_slope", "input_share"):
            columns = cross_section(found, measure, definition, InfoSenSettings())
            assert len(columns) == 4
            assert columns[0].regression.observations > 100
    assert np.isnan(found.revelatory).all()


def test_real_quarterly_estimates_use_seasons(real):
    settings = InfoSenSettings(annual=False, informativeness=InformativenessSettings(minimum_observations=40))
    found = estimate_firms(real, settings)
    assert found.informativeness.kept.sum() > 300
