"""Which series were revised and what each revision does, where the truth is known."""

import numpy as np
import pandas as pd
import pytest

from frictions.matching.target import MATCHED_VARIABLES
from frictions.timeseries.detrending import MissingObservation
from frictions.timeseries.var import estimate_var, impulse_responses, recursive_impact
from frictions.vintages.effects import ALL, Vintage, matched_point_responses, mixed_variables, rank_effects
from frictions.vintages.revisions import list_revisions, revision_of
from tests.embedded import embedded_panel
from tests.vintages.conftest import perturbed, read_vintage

END = pd.Period("2007Q4")
QUARTERS = pd.period_range("2000Q1", "2009Q4", freq="Q")
LEVELS = pd.Series(100.0 * 1.01 ** np.arange(len(QUARTERS)), index=QUARTERS)


def compare(project, catalogue, embedded, folder, baseline, deviations=None):
    base, frame = embedded
    other, other_frame = read_vintage(project, catalogue, {"source": "directory", "directory": str(folder)})
    found = list_revisions(frame, other_frame, (base.plan, other.plan), END)
    deviations = np.ones(90) if deviations is None else deviations
    effects = rank_effects(catalogue, base, other, [row.series for row in found], baseline, deviations)
    return {row.series: row for row in found}, effects, base, other


def test_the_same_values_are_no_revision():
    assert revision_of("X", LEVELS, LEVELS.copy(), END) is None


def test_a_revision_is_dated_and_measured():
    revised = LEVELS.copy()
    revised["2003Q2"] *= 1.02
    revised["2009Q1"] *= 0.9
    row = revision_of("X", LEVELS, revised, END)
    assert (row.kind, row.changed_quarters, row.changed_in_sample) == ("values", 2, 1)
    assert (row.first_changed, row.last_changed) == ("2003Q2", "2009Q1")
    assert row.largest_revision == pytest.approx(10.0)
    assert row.largest_in_sample == pytest.approx(2.0)
    assert row.largest_growth_in_sample == pytest.approx(100 * np.log(1.02))


def test_another_base_year_is_told_from_a_revision():
    assert revision_of("X", LEVELS, 0.8765 * LEVELS, END).kind == "rebased"
    assert revision_of("X", LEVELS, 0.8765 * LEVELS * (1 + 0.01 * (QUARTERS.year == 2004)), END).kind == "values"


def test_more_or_fewer_quarters_are_a_revision_of_the_span():
    row = revision_of("X", LEVELS, LEVELS.loc["2001Q1":], END)
    assert (row.kind, row.added_quarters, row.removed_quarters, row.largest_revision) == ("span", 0, 4, 0.0)


def test_a_changed_series_is_the_only_one_listed(project, catalogue, embedded, folder, baseline):
    (folder / "M2SL.csv").write_text(perturbed((folder / "M2SL.csv").read_text(), 0.002))
    revised, effects, *_ = compare(project, catalogue, embedded, folder, baseline)
    assert list(revised) == ["M2SL"]
    total, only = effects
    assert (total.series, only.series) == (ALL, "M2SL")
    assert only.effect == total.effect == only.left_out > 0.0


def test_a_large_revision_ranks_before_a_small_one(project, catalogue, embedded, folder, baseline):
    (folder / "M2SL.csv").write_text(perturbed((folder / "M2SL.csv").read_text(), 1e-7))
    (folder / "GDPC1.csv").write_text(perturbed((folder / "GDPC1.csv").read_text(), 0.002))
    (folder / "CPROFIT.csv").write_text(perturbed((folder / "CPROFIT.csv").read_text(), 0.5))
    revised, effects, *_ = compare(project, catalogue, embedded, folder, baseline)
    assert set(revised) == {"GDPC1", "M2SL"}, "CPROFIT makes no variable"
    assert [row.series for row in effects] == [ALL, "GDPC1", "M2SL"]
    assert effects[1].effect > 100 * effects[2].effect > 0.0


def test_a_revision_after_the_sample_does_nothing(project, catalogue, embedded, folder, baseline):
    (folder / "PPIACO.csv").write_text(perturbed((folder / "PPIACO.csv").read_text(), 0.01, since="2008-01"))
    revised, effects, *_ = compare(project, catalogue, embedded, folder, baseline)
    assert revised["PPIACO"].changed_in_sample == 0 < revised["PPIACO"].changed_quarters
    assert [row.effect for row in effects] == [0.0, 0.0]


def test_another_base_year_does_nothing_to_a_logarithm(project, catalogue, embedded, folder, baseline):
    text = (folder / "GDPC1.csv").read_text().splitlines()
    rebased = [text[0], *(f"{line.split(',')[0]},{float(line.split(',')[1]) * 2.0!r}" for line in text[1:])]
    (folder / "GDPC1.csv").write_text("\n".join(rebased) + "\n")
    revised, effects, *_ = compare(project, catalogue, embedded, folder, baseline)
    assert revised["GDPC1"].kind == "rebased"
    assert effects[0].effect < 1e-9


def test_all_revisions_together_are_the_difference_of_the_two_vintages(project, catalogue, embedded, folder, baseline):
    for code in ("GDPC1", "PCND", "FEDFUNDS"):
        (folder / f"{code}.csv").write_text(perturbed((folder / f"{code}.csv").read_text(), 0.003))
    (folder / "NFCPATAX.csv").unlink()
    deviations = np.linspace(0.5, 2.0, 90)
    revised, effects, *_ = compare(project, catalogue, embedded, folder, baseline, deviations)
    assert revised["profits"].kind == "supplier"

    def responses(**source):
        panel = embedded_panel(project, **source)
        model = estimate_var(panel.to_numpy(), lags=3)
        impact = recursive_impact(model.covariance, list(panel).index("federal_funds"), 0.6)
        paths = impulse_responses(model.lag_matrices, impact, 16)
        return np.concatenate([paths[1:, list(panel).index(name)] for name in MATCHED_VARIABLES])

    change = responses(source="directory", directory=str(folder)) - responses()
    assert effects[0].effect == pytest.approx(np.sqrt(np.mean((change / deviations) ** 2)), rel=1e-9)
    assert abs(effects[0].largest) == pytest.approx(np.abs(change / deviations).max(), rel=1e-9)


def test_what_a_revision_changes_alone_is_what_the_vintage_with_it_alone_shows(
    project, catalogue, embedded, folder, baseline
):
    original = (folder / "PCECTPI.csv").read_text()
    (folder / "PCECTPI.csv").write_text(perturbed(original, 0.001))
    alone, _ = read_vintage(project, catalogue, {"source": "directory", "directory": str(folder)})
    (folder / "M2SL.csv").write_text(perturbed((folder / "M2SL.csv").read_text(), 0.001))
    _, effects, base, other = compare(project, catalogue, embedded, folder, baseline)
    before = matched_point_responses(mixed_variables(catalogue, base, base, ()), baseline)
    after = matched_point_responses(mixed_variables(catalogue, alone, alone, ()), baseline)
    without = matched_point_responses(mixed_variables(catalogue, other, other, ()), baseline)
    found = {row.series: row for row in effects}["PCECTPI"]
    assert found.effect == pytest.approx(np.sqrt(np.mean((after - before) ** 2)), rel=1e-12)
    # The second vintage without this revision is the first with the other one.
    money = matched_point_responses(mixed_variables(catalogue, base, other, {"M2SL"}), baseline)
    assert found.left_out == pytest.approx(np.sqrt(np.mean((without - money) ** 2)), rel=1e-12)


def test_revisions_that_cannot_enter_alone_are_told_and_come_last(project, catalogue, baseline):
    settings = {"source": "embedded", "suppliers": {"labor_share": 1}}
    base, frame = read_vintage(project, catalogue, settings)
    # A ratio of two negative series is as good as one of two positive ones, but they cannot be mixed.
    noise = 1.0 + 0.002 * np.sin(np.arange(len(frame)))
    changes = {"ULCNFB": -frame["ULCNFB"], "IPDNBS": -frame["IPDNBS"], "M2SL": noise * frame["M2SL"]}
    other = Vintage(base.plan, {**base.series, **changes})
    effects = rank_effects(catalogue, base, other, list(changes), baseline, np.ones(90))
    assert [row.series for row in effects] == [ALL, "M2SL", "ULCNFB", "IPDNBS"]
    assert [row.failure.split(":")[0] for row in effects] == ["", "", "BadVariable", "BadVariable"]
    assert effects[0].effect == pytest.approx(effects[1].effect)


def test_a_vintage_that_has_no_responses_itself_stops_the_comparison(catalogue, embedded, baseline):
    base, frame = embedded
    other = Vintage(base.plan, {**base.series, "GDPC1": frame["GDPC1"].loc[:"1990Q1"]})
    with pytest.raises(MissingObservation, match="output"):
        rank_effects(catalogue, base, other, ["GDPC1"], baseline, np.ones(90))


def test_the_two_vintages_of_2019q3_differ_in_the_series_that_their_files_differ_in(
    project, catalogue, external_data, baseline
):
    files = [external_data / f"macro/fredqd/fredqd_2019Q3_v2020-0{month}.csv" for month in (2, 4)]
    profits = external_data / "macro/fred/A464RC1Q027SBEA.csv"
    (first, frame), (second, other) = (
        read_vintage(project, catalogue, {"source": "directory", "directory": [str(file), str(profits)]})
        for file in files
    )
    raw = [pd.read_csv(file) for file in files]
    names = {code.rstrip("x"): code for code in raw[0] if code in raw[1]}
    used = {code: names.get(code) or names.get(code.rstrip("x")) for code in frame}
    expected = {code for code, name in used.items() if name is not None and not raw[0][name].equals(raw[1][name])}
    assert sum(not raw[0][name].equals(raw[1][name]) for name in names.values() if name != "date") > 100
    revisions = list_revisions(frame, other, (first.plan, second.plan), END)
    assert {row.series for row in revisions} == expected == {"ULCNFB", "UNLPNBS", "PPIACO", "M2REAL", "CPIAUCSL"}
    effects = rank_effects(catalogue, first, second, [row.series for row in revisions], baseline, np.ones(90))
    assert [row.series for row in effects[:3]] == [ALL, "ULCNFB", "UNLPNBS"]
    # The others were revised after the sample only.
    in_sample = {row.series for row in revisions if row.changed_in_sample}
    assert in_sample == {"ULCNFB", "UNLPNBS"} == {row.series for row in effects[1:] if row.effect > 0.0}
