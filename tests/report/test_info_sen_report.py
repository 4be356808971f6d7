"""The table and the figure of the cross-section, on small panels whose numbers are known."""

import numpy as np
import pandas as pd
import pytest
import yaml

from frictions.efficiency.firm_panel import exclusion_table
from frictions.efficiency.info_sen import InfoSenSettings, estimate_firms, firm_table, incomplete_firms, variants_table
from frictions.efficiency.informativeness import InformativenessSettings
from frictions.efficiency.parameters import Parameters
from frictions.efficiency.simulation import PanelDesign, simulate_panel, simulated_firm_panel
from frictions.report.house_style import figure_bytes
from frictions.report.info_sen_figure import PanelFigure, draw_cross_sections
from frictions.report.info_sen_table import PanelResult, info_sen_table
from frictions.report.table import RENDERINGS

SETTINGS = InfoSenSettings(
    annual=False,
    seasonal=False,
    price_lag=0,
    investment_rate=False,
    informativeness=InformativenessSettings(minimum_observations=20),
)
MEASURES = ["informativeness", "revelatory"]


@pytest.fixture(scope="module")
def estimates():
    panel = simulate_panel(Parameters(), PanelDesign(firms=300), np.random.SeedSequence(3))
    return estimate_firms(simulated_firm_panel(panel), SETTINGS)


@pytest.fixture(scope="module")
def variants(estimates):
    return variants_table(estimates, MEASURES, ["input_share"], SETTINGS)


@pytest.fixture(scope="module")
def published(project):
    return yaml.safe_load((project / "config/published.yaml").read_text())["info_sen"]


def result(estimates, variants, name="model", source="model"):
    settings = {"source": source, "note": None, "measures": MEASURES, "sensitivities": ["input_share"]}
    incomplete = incomplete_firms(estimates, "informativeness", "input_share")
    exclusions = exclusion_table((*estimates.exclusions, incomplete))
    return PanelResult(name, settings, variants, firm_table(estimates), exclusions)


def information(on_income=(0.2, 0.6)):
    rows = [
        ("exogenous", eta, quantity, value)
        for quantity, values in (("on_income", on_income), ("revelatory", (0.3, 0.1)))
        for eta, value in zip((0.1, 0.9), values, strict=True)
    ]
    return pd.DataFrame(rows, columns=["information", "eta", "quantity", "value"])


@pytest.fixture(scope="module")
def table(estimates, variants, published):
    return info_sen_table(published, (2906, 3470), [result(estimates, variants)], information())


def test_table_puts_each_published_number_beside_ours(table, variants):
    assert list(table.frame.columns)[:4] == ["column", "regressor", "statistic", "published"]
    assert len(table.frame) == 2 * 4 + 2 * 6 + 2
    assert table.frame["published"].tolist()[:4] == [-0.03, -6.46, 0.16, 37.22]
    chosen = variants[(variants["measure"] == "informativeness") & (variants["column"] == 4)]
    expected = chosen.set_index("regressor").loc["market_capitalization", "t_value"]
    row = (table.frame["column"] == "(4) robust") & (table.frame["regressor"] == "log market capitalization")
    row &= table.frame["statistic"] == "t"
    assert table.frame.loc[row, "model: informativeness about income"].item() == expected
    assert table.frame.loc[row, "published"].item() == 10.77


def test_table_says_what_does_not_replicate(table):
    notes = " ".join(table.notes)
    assert "simulated from the solved model, not data" in notes
    assert "cannot be reproduced" in notes and "2906 to 3470 firms" in notes
    sentence = next(note for note in table.notes if "informativeness about income on production" in note)
    assert sentence.endswith("the opposite of the published sign.")
    assert "rises from 0.200 to 0.600" in notes and "falls from 0.300 to 0.100" in notes
    assert "is therefore not implied" in notes


def test_theory_note_follows_the_numbers(estimates, variants, published):
    falling = info_sen_table(published, (1, 2), [result(estimates, variants)], information((0.6, 0.2)))
    assert "falls from 0.600 to 0.200" in falling.notes[-1]
    assert "not implied" not in falling.notes[-1]


def test_table_counts_the_firms_left_out(estimates, variants, published):
    panel = result(estimates, variants)
    panel.exclusions.loc[len(panel.exclusions)] = ["too few quarters", "firms", 7, "A B"]
    panel.exclusions.loc[len(panel.exclusions)] = ["second date within one quarter", "rows", 9, ""]
    notes = " ".join(info_sen_table(published, (1, 2), [panel], information()).notes)
    assert "too few quarters: 7" in notes
    assert "second date within one quarter: 9 rows" in notes
    assert "300 firms, 300 in the regressions" in notes


def test_table_renders_in_every_form(table):
    for rendering in RENDERINGS.values():
        text = rendering(table)
        assert "6.46" in text and "nan" not in text.lower().replace("finan", "")


def test_two_panels_stand_side_by_side(estimates, variants, published):
    panels = [result(estimates, variants), result(estimates, variants, "real", "directory")]
    columns = list(info_sen_table(published, (1, 2), panels, information()).frame.columns)
    assert columns[4:] == [
        "model: informativeness about income",
        "model: revelatory efficiency",
        "real: informativeness about income",
        "real: revelatory efficiency",
    ]


def test_firms_without_size_are_named_among_the_exclusions(estimates):
    from dataclasses import replace

    sizes = estimates.log_capitalization.copy()
    sizes[3] = np.nan
    found = incomplete_firms(replace(estimates, log_capitalization=sizes), "informativeness", "input_share")
    assert (found.unit, found.count, found.firms) == ("firms", 1, (estimates.firms[3],))


def test_the_fitted_line_is_drawn_as_estimated_and_the_published_slope_stands_in_the_title(estimates, variants):
    settings = {"source": "model", "measures": MEASURES, "sensitivity": "input_share", "across": 0.01}
    figure = draw_cross_sections([PanelFigure("model", settings, firm_table(estimates), variants)], -0.03)
    assert len(figure.axes) == 2
    for axis, measure in zip(figure.axes, MEASURES, strict=True):
        lines = {line.get_label(): line for line in axis.lines}
        chosen = variants[(variants["measure"] == measure) & (variants["column"] == 1)]
        slope = chosen.set_index("regressor").loc["production_efficiency", "coefficient"]
        x, y = lines["fitted line, column (1)"].get_data()
        assert np.diff(y) / np.diff(x) == pytest.approx(slope, rel=1e-9)
        assert axis.get_title(loc="left").endswith("published -0.03")
        # Least squares passes through the means of what is drawn.
        x, y = axis.lines[0].get_data()
        fitted = lines["fitted line, column (1)"]
        assert np.interp(x.mean(), *fitted.get_data()) == pytest.approx(y.mean(), rel=1e-9)
    assert figure_bytes(figure, "png") == figure_bytes(figure, "png")
