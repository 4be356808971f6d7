import numpy as np
import pandas as pd
import pytest

from frictions.report.house_style import figure_bytes
from frictions.report.panels import Claim
from frictions.report.substitutes import substitutes_note
from frictions.report.var_figure import PANELS, band_note, draw_var_responses


@pytest.fixture
def figure():
    rows = []
    for i, variable in enumerate(PANELS):
        for h in range(16):
            value = np.sin(i + h / 4)
            rows.append((variable, h, value, value - 0.3, value + 0.3, value + 0.05, 0.1))
    columns = ["variable", "horizon", "point", "lower", "upper", "local_projection", "local_projection_se"]
    units = dict.fromkeys(PANELS, "percent")
    claims = [Claim("inventory_sales", 2, 0.35)]
    irf = pd.DataFrame(rows, columns=columns)
    stable = irf.assign(lower=irf["lower"] / 2, upper=irf["upper"] / 2)
    return draw_var_responses(irf, stable, units, "Title", 0.95, claims, "A note.")


def test_eight_panels_each_with_band_response_and_bubbles(figure):
    assert [axis.get_title(loc="left") for axis in figure.axes] == list(PANELS.values())
    for axis in figure.axes:
        labels = axis.get_legend_handles_labels()[1]
        projected = "local projection, 95% interval"
        assert {"95% bootstrap band", "without explosive draws", "VAR", projected} <= set(labels)
        assert axis.get_ylabel() == "percent"
    point = next(line for line in figure.axes[3].lines if line.get_label() == "VAR")
    np.testing.assert_allclose(point.get_ydata(), np.sin(3 + np.arange(16) / 4))
    (bars,) = figure.axes[3].containers[0].lines[2]
    lengths = [float(np.ptp(bar[:, 1])) for bar in bars.get_segments()]
    # 95 percent of a normal law lie within 1.96 standard errors, of 0.1 each, on either side.
    np.testing.assert_allclose(lengths, 2 * 1.959964 * 0.1, rtol=1e-6)


def test_the_note_counts_the_explosive_draws():
    draws = pd.DataFrame({"quantity": ["draws", "explosive", "kept"], "value": [5000, 215, 5000]})
    assert band_note(draws).startswith("5,000 bootstrap draws, pointwise percentiles; 215 of them (4.3%) have an")
    assert "are kept in the band" in band_note(draws)
    draws["value"] = [5000, 215, 4785]
    assert "are left out of the band" in band_note(draws)


def test_the_claim_is_marked_in_its_own_panel_only(figure):
    marked = [axis.get_title(loc="left") for axis in figure.axes if len(axis.lines) == 6]
    assert marked == ["Inventory-sales ratio"]


@pytest.mark.parametrize(("ending", "magic"), [("pdf", b"%PDF"), ("svg", b"<?xml"), ("png", b"\x89PNG")])
@pytest.mark.slow
def test_files_are_the_same_bytes_every_time(figure, ending, magic):
    first = figure_bytes(figure, ending)
    assert first.startswith(magic)
    assert figure_bytes(figure, ending) == first


def test_note_names_the_variables_built_from_substitutes():
    frame = pd.DataFrame({"variable": ["output", "profit_share", "profit_share"], "exact": [True, False, False]})
    assert "profit share" in substitutes_note(frame) and "output" not in substitutes_note(frame)
    assert substitutes_note(frame[frame["exact"]]) == ""
