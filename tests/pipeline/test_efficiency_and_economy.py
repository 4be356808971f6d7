"""The efficiency model, the cross-section of firms and the production economy, run as rules."""

import shutil

import numpy as np
import pandas as pd
import pytest

from tests.pipeline.conftest import SMALL, Project, copied_project

pytestmark = pytest.mark.slow

REAL = {
    "source": "directory",
    "columns": {"firm": "ticker", "date": "quarter_end", "shares": "shares_split_adj"},
    "split_adjusted": True,
    "estimates": {
        "annual": True,
        "year_end": None,
        "seasonal": True,
        "price_lag": 1,
        "investment_rate": True,
        "gross_rate": 1.03,
        "across": 0.01,
        "winsorise": 0.025,
        "minimum_observations": 14,
        "leverage_limit": 0.95,
    },
    "measures": ["informativeness", "adjusted"],
    "sensitivities": ["input_share"],
}
REGRESSION = ["column", "regressor", "coefficient", "t_value", "standard_errors", "r_squared", "observations"]
CERTIFICATE = ["quantity", "value", "bound"]
COLUMNS = {
    "efficiency/stationary": ["information", "eta", "branch", "quantity", "value"],
    "efficiency/information": ["information", "eta", "quantity", "value"],
    "efficiency/existence": ["information", "eta", "largest_risk_aversion"],
    "efficiency/profit": ["quantity", "parameter", "eta", "value"],
    "efficiency/certificate": ["information", "eta", "branch", *CERTIFICATE],
    "efficiency/path": ["change", "information", "period", "quantity", "value"],
    "efficiency/path_certificate": ["change", "information", *CERTIFICATE],
    "efficiency/dynamic_capital": ["variant", "discount_factor", "eta", "quantity", "value"],
    "efficiency/dynamic_capital_certificate": ["variant", "eta", *CERTIFICATE],
    "info_sen/model/regression": REGRESSION,
    "info_sen/model/variants": ["measure", "sensitivity", *REGRESSION],
    "info_sen/model/exclusions": ["rule", "unit", "count", "firms"],
    "production_economy/equilibrium": ["risk_aversion", "state", "quantity", "value"],
    "production_economy/state_grid": ["risk_aversion", "state", "quantity", "value"],
    "production_economy/yields": ["risk_aversion", "state", "maturity", "yield"],
    "production_economy/certificate": ["risk_aversion", *CERTIFICATE],
    "production_economy/correlation": ["risk_aversion", "correlation", "quantity", "value"],
    "production_economy/correlation_certificate": ["risk_aversion", "correlation", *CERTIFICATE],
}
FIGURES = [
    *("efficiency_eta", "efficiency_path", "efficiency_existence", "efficiency_robustness", "info_sen"),
    *(f"production_economy_{name}" for name in ("prices", "decomposition", "yields", "correlation")),
]
TARGETS = [
    *(f"results/{name}.csv" for name in COLUMNS),
    "results/info_sen/model/firms.csv",
    *(f"results/tables/table_info_sen.{ending}" for ending in ("csv", "tex", "md", "html")),
    *(f"results/figures/figure_{name}.svg" for name in FIGURES),
]


@pytest.fixture
def models(built_once, tmp_path):
    shutil.copytree(built_once.folder, tmp_path / "a project", symlinks=True)
    return Project(tmp_path / "a project")


def planned(copy, targets=TARGETS):
    # --quiet would take the targets for its own arguments.
    return copy.planned("--cores", "2", *targets)


def read(copy, name):
    return pd.read_csv(copy.folder / f"results/{name}.csv")


@pytest.mark.parametrize("name", COLUMNS)
def test_files_have_the_columns_of_the_contract(built_once, name):
    frame = read(built_once, name)
    assert list(frame.columns) == COLUMNS[name]
    assert len(frame) > 0


@pytest.mark.parametrize("name", [name for name in COLUMNS if name.endswith("certificate")])
def test_every_certificate_row_keeps_its_bound(built_once, name):
    frame = read(built_once, name)
    assert (frame["value"].abs() <= frame["bound"]).all()


def test_the_contracts_cases_are_all_there(built_once):
    stationary = read(built_once, "efficiency/stationary")
    assert set(stationary["information"]) == {"exogenous", "endogenous"}
    assert set(stationary["branch"]) == {"low_volatility", "high_volatility"}
    assert sorted(stationary["eta"].unique()) == [k / 10 for k in range(1, 10)]
    equilibrium = read(built_once, "production_economy/equilibrium")
    assert sorted(equilibrium["risk_aversion"].unique()) == [0.5, 1.0, 2.0, 4.0]
    assert sorted(equilibrium["state"].unique()) == [0.25, 1.0, 2.0]
    assert set(equilibrium["quantity"]) == {"consumption_wealth", "dh", "short_rate", "lambda1", "lambda2"}
    assert len(read(built_once, "info_sen/model/firms")) == 200
    assert read(built_once, "info_sen/model/regression")["column"].unique().tolist() == [1, 2, 3, 4]


def test_numbers_are_those_of_an_independent_program(built_once):
    stationary = read(built_once, "efficiency/stationary")
    keys = stationary.set_index(["information", "eta", "branch", "quantity"])["value"]
    assert keys["exogenous", 0.5, "low_volatility", "I"] == pytest.approx(0.89229957, rel=1e-7)
    assert keys["endogenous", 0.5, "low_volatility", "I"] == pytest.approx(1.04351104, rel=1e-7)
    path = read(built_once, "efficiency/path").set_index(["change", "information", "period", "quantity"])["value"]
    assert path["one_off", "exogenous", 19, "I"] == pytest.approx(0.6865571, abs=1e-6)
    capital = read(built_once, "efficiency/dynamic_capital").set_index(["variant", "eta", "quantity"])["value"]
    assert capital["unit_income", 0.5, "I"] == pytest.approx(1.6219773, abs=1e-6)
    assert capital["unit_income_impatient", 0.9, "I"] == pytest.approx(1.11258331, abs=1e-7)
    assert capital["level", 0.9, "root_count"] == 0
    rates = read(built_once, "production_economy/equilibrium").set_index(["risk_aversion", "state", "quantity"])
    assert rates.loc[(4.0, 1.0, "short_rate"), "value"] == pytest.approx(0.00598916, abs=5e-9)


def test_nothing_to_do_after_a_run(built_once):
    assert planned(built_once) == {}


def test_a_second_run_from_nothing_gives_the_same_bytes(built_once, tmp_path):
    copy = copied_project(built_once.folder, tmp_path / "b")
    copy.build(*TARGETS, cores=1)
    made, reference = copy.results(), built_once.results()
    assert set(TARGETS) <= set(made)
    assert {path: reference.get(path) for path in made} == made


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            {"firms": {"panels": {"model": {"design": {"firms": 200}, "estimates": {"across": 0.02}}}}},
            {"estimate_info_sen", "tabulate_info_sen", "draw_info_sen"},
        ),
        (
            {"firms": {"panels": {"model": {"design": {"firms": 200}, "seed": 5}}}},
            {"build_firm_panel", "estimate_info_sen", "tabulate_info_sen", "draw_info_sen"},
        ),
        ({"efficiency": {"paths": {"one_off": {"eta": 0.6}}}}, {"solve_efficiency_path", "draw_efficiency_path"}),
        (
            {"efficiency": {"existence": {"points": 7}}},
            {"solve_efficiency", "draw_efficiency", "draw_efficiency_existence", "draw_efficiency_robustness"},
        ),
        ({"production_economy": {"correlations": {"state": 2.0}}}, {"sweep_correlation", "draw_correlation"}),
        (
            {"production_economy": {"maturities": [1, 10]}},
            {"solve_production_economy", "draw_production_economy", "draw_short_rate_terms", "draw_yield_curves"},
        ),
    ],
)
def test_a_changed_setting_reruns_its_dependents_and_nothing_else(models, settings, expected):
    models.configure({**SMALL, **settings})
    changed = set(planned(models))
    # Snakemake plans what may change; a table that reads a rewritten file with the same content is not made again.
    assert expected <= changed <= expected | {"tabulate_info_sen"}


def test_an_edited_module_reruns_the_rules_that_import_it(models):
    path = models.folder / "src/frictions/efficiency/dynamic_capital.py"
    path.write_text(path.read_text().replace("depreciation: float = 0.1", "depreciation: float = 0.2"))
    changed = planned(models)
    # tables.py imports it, and with it every rule that writes one of those tables.
    assert "solve_durable_capital" in changed
    assert not {"solve_production_economy", "sweep_correlation", "estimate_info_sen", "build_firm_panel"} & set(changed)


def test_a_broken_bound_writes_nothing(models):
    before = models.results()
    path = models.folder / "src/frictions/efficiency/tables.py"
    path.write_text(path.read_text().replace("RESIDUAL_BOUND = 1e-11", "RESIDUAL_BOUND = -1.0"))
    done = models.run("results/efficiency/stationary.csv")
    assert done.returncode == 1
    assert any("beyond its bound" in line for line in models.error_lines(done))
    assert models.results() == before


@pytest.mark.parametrize(
    ("panel", "message"),
    [
        ({"source": "magic"}, "firms.panels.mine.source: 'magic' is not one of model, directory, edgar"),
        ({"source": "directory"}, "firms.panels.mine.file: missing"),
        (
            {**REAL, "file": "firms.csv", "colums": {}},
            "firms.panels.mine.colums: no such setting; did you mean 'columns'?",
        ),
        ({**REAL, "file": "firms.csv", "columns": {"prise": "p"}}, "prise"),
    ],
)
def test_a_wrong_panel_is_refused_by_name(models, panel, message):
    models.configure({"firms": {"panels": {"mine": panel}}})
    done = models.run("--dry-run")
    assert done.returncode == 1
    assert any(message in line for line in models.error_lines(done)), done.stderr[-2000:]


def test_a_users_file_makes_a_second_panel(models):
    rows = ["ticker,quarter_end,price,shares_split_adj,earnings,revenue,assets,capex,equity"]
    rng = np.random.default_rng(1)
    for firm in range(30):
        for quarter in pd.period_range("1995Q1", "2015Q4", freq="Q"):
            x = rng.lognormal(size=5)
            day = quarter.end_time.date()
            rows.append(f"F{firm},{day},{x[0]},1e6,{x[1]},{x[2]},{10 * x[3]},{x[4] / 10},5")
    (models.folder / "firms.csv").write_text("\n".join(rows) + "\n")
    panels = {"mine": {**REAL, "file": "firms.csv"}, **SMALL["firms"]["panels"]}
    models.configure({**SMALL, "firms": {"panels": panels}})
    targets = [*TARGETS, "results/info_sen/mine/regression.csv", "results/info_sen/mine/exclusions.csv"]
    models.build(*targets)
    assert list(read(models, "info_sen/mine/regression").columns) == REGRESSION
    table = read(models, "tables/table_info_sen")
    assert "mine: informativeness about income" in table.columns
    assert planned(models, targets) == {}
    # The same file written again changes nothing; a changed price does.
    content = (models.folder / "firms.csv").read_text()
    (models.folder / "firms.csv").write_text(content)
    assert planned(models, targets) == {}
    (models.folder / "firms.csv").write_text(content.replace("F3,2000-03-31,", "F3,2000-03-31,1"))
    assert set(planned(models, targets)) == {
        *("build_firm_panel", "estimate_info_sen", "tabulate_info_sen", "draw_info_sen")
    }


def test_the_real_panel_stands_beside_the_published_table(models, external_data):
    file = str(external_data / "firms/stockpup_quarterly_panel.csv.gz")
    panels = {"real": {**REAL, "file": file, "note": "Survivors."}, **SMALL["firms"]["panels"]}
    models.configure({**SMALL, "firms": {"panels": panels}})
    models.build("results/info_sen/real/regression.csv", *TARGETS)
    firms = read(models, "info_sen/real/firms")
    kept = firms[firms["kept"]]["informativeness"]
    assert kept.mean() == pytest.approx(0.107, abs=0.0025)
    assert kept.median() == pytest.approx(0.063, abs=0.0015)
    note = (models.folder / "results/tables/table_info_sen.md").read_text()
    assert "Survivors." in note and "an observation of high leverage: 74" in note
    assert "real: informativeness about income" in note
