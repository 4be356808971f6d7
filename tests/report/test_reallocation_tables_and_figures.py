import numpy as np
import pandas as pd
import pytest

from frictions.report.channels_figure import PARTS, draw_channels
from frictions.report.cycle_figure import draw_cycle, draw_proposition
from frictions.report.reallocation_tables import (
    PARAMETERS,
    QUANTITIES,
    claims_of_transition,
    claims_table,
    economy_table,
    steady_state_table,
)
from frictions.report.table import RENDERINGS
from frictions.report.transition_figure import EFFICIENCY, MARKETS, draw_transitions, experiment_title

YEARS = np.arange(1, 31)


def path_of(variable, lemons):
    """Reallocation falls by 4 with lemons and 2 without; everything else differs by variable."""
    size = {"reallocation": -4.0 if lemons else -2.0, "mpk_ratio": 0.2, "tfp_end": -0.02}.get(variable, -1.0)
    return size * 0.5 ** (YEARS - 1)


@pytest.fixture
def transition():
    rows = [
        (lemons, variable, year, value)
        for lemons in (0.002, 0.0)
        for variable in [*MARKETS, *EFFICIENCY]
        if lemons or variable != "lemon_share"
        for year, value in zip(YEARS, path_of(variable, lemons), strict=True)
    ]
    return pd.DataFrame(rows, columns=["lemons", "variable", "period", "percent_deviation"])


@pytest.fixture
def variants():
    columns = ["reallocation", "reallocation_without_lemons", "ratio", "mpk_ratio_peak"]
    columns += ["mpk_ratio_peak_without_lemons", "tfp_end_trough", "tfp_end_trough_without_lemons"]
    rows = [
        ("perfect foresight", -4.0, -2.0, 2.0, 0.2, 0.2, -0.02, -0.02, np.nan, 0.0),
        ("fixed wage", -5.0, -4.0, 1.25, 0.3, 0.2, -0.03, -0.02, np.nan, 0.0),
        ("too wide", *[np.nan] * 7, "no equilibrium here", 0.0),
        ("coarse", -4.0, -3.2, 1.25, 0.5, 0.4, -0.01, -0.02, np.nan, 2e-3),
    ]
    return pd.DataFrame(rows, columns=["variant", *columns, "failure", "residual"])


def test_each_variable_has_a_panel_with_a_line_for_each_economy(transition):
    figure = draw_transitions(transition, MARKETS, "t", "n")
    assert [axis.get_title(loc="left") for axis in figure.axes] == list(MARKETS.values())
    for axis, variable in zip(figure.axes, MARKETS, strict=True):
        # The zero line, and one for each share of lemons.
        assert len(axis.lines) == (2 if variable == "lemon_share" else 3)
    lemons = figure.axes[list(MARKETS).index("reallocation")].lines[1]
    np.testing.assert_allclose(lemons.get_ydata(), path_of("reallocation", 0.002)[:15])
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["λ = 0.2 percent", "λ = 0 (Lanteri)"]


def test_efficiency_figure_has_the_source_s_two_panels(transition):
    figure = draw_transitions(transition, EFFICIENCY, "t", "n")
    assert [axis.get_title(loc="left") for axis in figure.axes] == list(EFFICIENCY.values())
    assert experiment_title("A", {"substitution": 3.5, "borrowing_limit": 0.35}) == "A, ε = 3.5, b = 0.35"


def test_claims_are_those_of_the_paths(transition):
    claims = claims_of_transition(transition)
    assert claims["ratio"] == 2.0 and claims["reallocation"] == -4.0
    assert claims["mpk_ratio_peak"] == 0.2 and claims["tfp_end_trough"] == -0.02


def test_claims_table_tells_what_no_variant_gives(transition, variants):
    published = {"benchmark": {"ratio": 2.0, "mpk_ratio_peak": 0.7, "tfp_end_trough": -0.12, "output": -2.0}}
    table = claims_table(published, {"benchmark": transition, "tight_credit": transition}, variants)
    cases = ["benchmark, published", "benchmark, replicated", "tight credit, replicated"]
    assert table.frame["case"].tolist() == [*cases, "variant: fixed wage", "variant: too wide", "variant: coarse"]
    assert table.frame["ratio"].tolist()[:2] == [2.0, 2.0]
    notes = " ".join(table.notes)
    assert "First year with lemons: output -1.00 (published -2)." in notes
    assert "ratio: 1.25 to 2.00 over 3 variants, published 2." in notes
    assert "No equilibrium with too wide: no equilibrium here." in notes
    assert "coarse: markets clear to 0.2 percent only." in notes
    assert all("nan" not in RENDERINGS[ending](table).lower() for ending in ("tex", "md", "html"))


def test_steady_state_table_measures_the_distance_from_the_print():
    steady = pd.DataFrame(
        [(lemons, name, 1.0 + lemons) for lemons in (0.002, 0.0) for name in QUANTITIES],
        columns=["lemons", "quantity", "value"],
    )
    variants = pd.DataFrame(
        [(name, quantity, value) for name, value in (("narrow", 1.5), ("wide", 3.0)) for quantity in QUANTITIES],
        columns=["variant", "quantity", "value"],
    )
    table = steady_state_table({"Y": 2.0, "C": 1.002}, steady, variants, ["narrow"])
    frame = table.frame.set_index("quantity")
    assert frame.loc["Y", "difference, percent"] == pytest.approx(-49.9)
    assert frame.loc["C", "difference, percent"] == pytest.approx(0.0)
    assert "narrow" in frame and "wide" not in frame
    assert "replicated: 49.9 percent (Y); narrow: 49.7 percent (C); wide: 199.4 percent (C)." in table.notes[0]


def test_economy_table_shows_the_largest_share_of_lemons():
    economy = {name: 0.5 for name in PARAMETERS if name != "lemon_rate"}
    frame = economy_table({"lemon_rate": 0.002}, {"economy": economy, "lemons": [0.002, 0]}).frame
    row = frame[frame["parameter"] == "lambda"].iloc[0]
    assert row["published"] == row["used"] == 0.002


def test_stacked_parts_reach_from_the_sum_of_losses_to_the_sum_of_gains():
    heights = {"frictionless": 0.5, "specificity": -3.0, "lemons": -1.0, "credit": 0.25, "full": -3.25}
    rows = [
        (variable, part, period, height)
        for variable in ("reallocation", "investment", "price_used", "mpk_ratio")
        for part, height in heights.items()
        for period in range(1, 9)
    ]
    channels = pd.DataFrame(rows, columns=["variable", "part", "period", "percentage_points"])
    axis = draw_channels(channels, ["n"]).axes[0]
    assert len(axis.containers) == len(PARTS)
    ends = [bar.get_y() + bar.get_height() for bars in axis.containers for bar in bars]
    assert min(ends) == -4.0 and max(ends) == 0.75


def test_cycle_and_proposition_figures_draw_both_economies():
    cases = [(lemons, rho) for lemons in (0.002, 0.0) for rho in (0.0, 0.9)]
    names = ("reallocation", "mpk_dispersion")
    moments = pd.DataFrame([(*case, name, 0.5) for case in cases for name in names])
    moments.columns = ["lemons", "persistence", "variable", "correlation"]
    facts = pd.DataFrame([(*case, "cost_in_recession", 1.1) for case in cases])
    facts.columns = ["lemons", "persistence", "quantity", "value"]
    responses = pd.DataFrame([(*case, name, year, 0.1) for case in cases for name in names for year in range(1, 40)])
    responses.columns = ["lemons", "persistence", "variable", "period", "response"]
    figure = draw_cycle(moments, facts, responses, {"cost_in_recession": 2.6}, "n")
    assert [len(axis.get_legend_handles_labels()[1]) for axis in figure.axes] == [4, 3, 2, 2]
    assert figure.axes[2].lines[0].get_xdata().max() == 20

    curves = pd.DataFrame([(lemons, e, 2 / e, 2 / e - 1, 2.0) for lemons in (0.002, 0.0) for e in (1.0, 2.0, 3.0)])
    curves.columns = ["lemons", "substitution", "price_elasticity", "good_sales_elasticity", "threshold"]
    figure = draw_proposition(curves, ["n"])
    assert len(figure.axes[0].get_legend_handles_labels()[1]) == 2
