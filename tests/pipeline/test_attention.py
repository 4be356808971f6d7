"""Results of rational inattention from nothing, with few starts, costs and bootstrap targets."""

import shutil

import pandas as pd
import pytest
import yaml

from tests.pipeline.conftest import Project

pytestmark = pytest.mark.slow

TARGETS = [
    *(
        f"results/attention/{name}/{mode}/certificate.csv"
        for name in ("benchmark", "money_growth")
        for mode in ("optimal_separate", "optimal_joint")
    ),
    "results/attention/benchmark/reconstruction/certificate.csv",
    *(f"results/attention/{name}.csv" for name in ("equilibria", "rules")),
    *(f"results/attention/estimates/{name}.csv" for name in ("profile", "comparison", "joint/equilibria")),
]


@pytest.fixture(scope="module")
def built_attention(built_once, tmp_path_factory) -> Project:
    """A copy with every deliverable, for experiments of its own."""
    folder = tmp_path_factory.mktemp("attention") / "a project"
    shutil.copytree(built_once.folder, folder, symlinks=True)
    project = Project(folder)
    assert project.planned(*TARGETS) == {}
    return project


def table(project: Project, name: str) -> pd.DataFrame:
    return pd.read_csv(project.folder / "results/attention" / f"{name}.csv")


def values(project: Project, name: str) -> pd.Series:
    frame = table(project, name)
    return frame.set_index(frame.columns[0])["value"]


def test_every_certificate_keeps_its_bounds(built_attention):
    files = sorted((built_attention.folder / "results/attention").rglob("*certificate.csv"))
    assert len(files) >= 8
    for path in files:
        certificate = pd.read_csv(path)
        assert (certificate["value"].abs() <= certificate["bound"]).all(), path


def test_the_published_column_is_reproduced_by_the_construction_and_not_by_the_optimum(built_attention):
    published = {"corr_IS_S": -0.881, "corr_Y_pi": -0.291, "autocorr_dpi": -0.491}
    reconstructed = values(built_attention, "benchmark/reconstruction/moments")
    optimal = values(built_attention, "benchmark/optimal_separate/moments")
    for name, value in published.items():
        assert abs(reconstructed[name] - value) < 0.1
        assert abs(optimal[name] - value) > 0.3
    assert values(built_attention, "benchmark/reconstruction/information")["excess_over_optimum_pct"] < 0.0


def test_moments_of_money_growth_are_those_of_table_1_6_with_their_spread(built_attention):
    moments = table(built_attention, "money_growth/optimal_joint/moments").set_index("moment")
    assert {"elasticity_IS_S", "elasticity_I_S", "markup_share"} <= set(moments.index)
    assert (moments["sampling_sd"].drop("markup_share") > 0.0).all()
    assert pd.isna(moments.loc["markup_share", "sampling_sd"])
    assert not (built_attention.folder / "results/attention/money_growth/reconstruction").exists()


def test_no_restricted_rule_beats_the_optimum(built_attention):
    rules = table(built_attention, "rules")
    restricted = rules[rules["rule"].str.startswith("arma")]
    assert len(restricted) == 2
    assert (restricted["excess_percent"] > 0.0).all()


def test_inattention_fits_better_than_calvo_at_the_sources_parameters_and_estimated(built_attention):
    recovered = table(built_attention, "published_path/criterion")["contribution"].sum()
    calvo = pd.read_csv(built_attention.folder / "results/calvo/table_1_1/marginal/criterion.csv")["contribution"].sum()
    assert recovered < calvo
    comparison = table(built_attention, "estimates/comparison")
    alone = comparison[comparison["against"].isna()]
    fits = alone[alone["quantity"] == "criterion"].set_index("model")["value"]
    assert fits["attention_separate"] < fits["calvo"]
    parts = alone[alone["quantity"].str.startswith("criterion_")].groupby("model")["value"].sum()
    pd.testing.assert_series_equal(parts, fits, check_names=False, check_index_type=False, check_like=True)


def test_the_estimate_says_which_equilibrium_it_is(built_attention):
    listed = table(built_attention, "estimates/equilibria").pivot(
        index="equilibrium", columns="quantity", values="value"
    )
    selected = listed[listed["selected"] == 1.0]
    assert len(selected) == 1
    assert selected["stable"].item() == 1.0
    criterion = table(built_attention, "estimates/criterion")["contribution"].sum()
    assert abs(selected["criterion"].item() / criterion - 1.0) < 1e-6


def test_a_new_experiment_is_a_new_file_and_a_broken_setting_is_named(built_attention):
    folder = built_attention.folder / "config/experiments/attention"
    settings = yaml.safe_load((folder / "benchmark.yaml").read_text())
    (folder / "dear.yaml").write_text(yaml.safe_dump({**settings, "mu": 0.01}))
    built_attention.build("results/attention/dear/optimal_joint/information.csv")
    assert values(built_attention, "dear/optimal_joint/information")["info_flow"] == 0.0
    (folder / "dear.yaml").write_text(yaml.safe_dump({**settings, "sigma_atention": 0.01}))
    done = built_attention.run("results/attention/dear/optimal_joint/information.csv")
    assert done.returncode != 0
    assert any("sigma_atention" in line and "sigma_attention" in line for line in built_attention.error_lines(done))
    (folder / "dear.yaml").unlink()


def test_a_missed_bound_stops_the_job_and_leaves_nothing(built_attention):
    """Three lags do not resolve the response: the truncation certificate is missed."""
    folder = built_attention.folder / "config/experiments/attention"
    settings = yaml.safe_load((folder / "benchmark.yaml").read_text())
    (folder / "coarse.yaml").write_text(yaml.safe_dump({**settings, "lags": 5}))
    done = built_attention.run("results/attention/coarse/optimal_joint/information.csv")
    (folder / "coarse.yaml").unlink()
    assert done.returncode != 0
    assert any("truncation" in line for line in built_attention.error_lines(done))
    assert not list((built_attention.folder / "results/attention/coarse").rglob("*.csv"))
