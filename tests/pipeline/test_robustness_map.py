"""The claims in other specifications, through the workflow."""

import pandas as pd
import pytest
import yaml

from tests.pipeline.conftest import SMALL, Project

pytestmark = pytest.mark.slow


@pytest.fixture
def mapped(built) -> Project:
    """A project with results, asked for the robustness map."""
    return Project(built.folder, "robustness")


def with_claims(project, change):
    path = project.folder / "config/robustness.yaml"
    settings = yaml.safe_load(path.read_text())
    change(settings)
    path.write_text(yaml.safe_dump(settings, sort_keys=False))


def test_specifications_do_not_depend_on_cores_and_chunks(mapped):
    before = {name: content for name, content in mapped.results().items() if "robustness" in name}
    mapped.configure({**SMALL, "robustness": {**SMALL["robustness"], "chunks": 5}})
    mapped.build("results/robustness/values.parquet", "results/robustness/claims.csv", cores=1)
    after = mapped.results()
    assert {name: after[name] for name in before} == before and len(before) > 10


def test_every_specification_has_every_claim_or_a_reason(mapped):
    folder = mapped.folder / "results/robustness"
    specifications, values = pd.read_csv(folder / "specifications.csv"), pd.read_csv(folder / "values.csv")
    claims = pd.read_csv(folder / "claims.csv")
    estimated = specifications[specifications["failure"].isna()]
    assert specifications["drawn"].sum() == SMALL["robustness"]["specifications"]
    assert len(values) == len(estimated) * len(claims) > 0
    assert specifications["kind"].tolist()[0] == "published" and (specifications["kind"] == "one_change").sum() == 6


def test_a_changed_claim_reads_again_and_estimates_nothing_else(mapped):
    with_claims(mapped, lambda settings: settings["claims"]["ratio_peak"]["holds"].update(above=0.3))
    planned = mapped.planned()
    assert {"estimate_specifications", "summarise_robustness"} <= set(planned)
    assert not {"build_alternatives", "choose_specifications", "draw_responses"} & set(planned)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: s["claims"]["ratio_peak"].update(variable="gold"), "claim ratio_peak: gold is no variable"),
        (lambda s: s["claims"]["ratio_peak"].update(quarters=[3, 99]), "claim ratio_peak: the responses end"),
        (lambda s: s["claims"]["ratio_peak"].update(quarters=[5, 2]), "claims.ratio_peak.quarters"),
        (lambda s: s["choices"]["sample"].append("to_1999"), "choices.sample: 'to_1999' has no meaning"),
        (lambda s: s["claims"]["ratio_peak"].update(take="median"), "config/robustness.yaml"),
    ],
)
def test_a_wrong_claim_or_choice_is_named_and_nothing_is_lost(mapped, change, message):
    before = mapped.results()
    with_claims(mapped, change)
    done = mapped.run("results/robustness/claims.csv")
    assert done.returncode != 0 and any(message in line for line in mapped.error_lines(done)), done.stderr[-2000:]
    assert mapped.results() == before


def test_models_in_other_specifications_are_made_on_request_only(mapped):
    assert mapped.planned() == {}
    planned = Project(mapped.folder, "robustness_models").planned()
    models = yaml.safe_load((mapped.folder / "config/robustness.yaml").read_text())["models"]
    assert planned == {"estimate_specified_models": len(models), "tabulate_specified_models": 1} and len(models) > 3
