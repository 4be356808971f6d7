"""What a package holds, that the same run gives the same bytes, and that a failure leaves nothing behind."""

import csv
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml
from snakemake.utils import update_config

from frictions.archive.bag import walk
from frictions.archive.checkout import head_commit
from frictions.archive.citation import read_citation
from frictions.archive.errors import ArchiveError, BadCitation, NoCommit, UncommittedChanges, UnfinishedRun
from frictions.archive.overlay import settings_difference
from frictions.archive.package import package_name, write_package
from frictions.archive.records import read_programs
from tests.archive.conftest import change_settings, commit, run_snakemake, settings_of

pytestmark = pytest.mark.slow


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in walk(folder)}


def write(project: Path, destination: Path):
    return write_package(project, settings_of(project), destination)


def refused(project: Path, destination: Path, kind: type[ArchiveError]) -> str:
    """Archive in vain and return why; nothing may have changed at the destination."""
    before = contents(destination) if destination.exists() else {}
    with pytest.raises(kind) as caught:
        write(project, destination)
    after = contents(destination) if destination.exists() else {}
    assert after == before
    return str(caught.value)


def test_archiving_a_run_twice_gives_the_same_bytes_and_times(toy_once, packed_once, tmp_path):
    again = write(toy_once, tmp_path)
    assert again.digest == packed_once.digest
    assert contents(again.folder) == contents(packed_once.folder)
    times = {path.stat().st_mtime for path in again.folder.rglob("*") if path.is_file()}
    assert times == {1580608922.0}


def test_the_place_of_the_project_leaves_no_trace(toy, packed_once, tmp_path):
    assert write(toy, tmp_path / "elsewhere").digest == packed_once.digest


def test_no_file_names_the_folder_of_the_run(toy, tmp_path):
    (toy / "logs/pull_series.log").write_text(f"read {toy}/data/vintages/toy/GDP.csv\n")
    packed = contents(write(toy, tmp_path / "packages").folder)
    assert not [name for name, content in packed.items() if str(toy).encode() in content]
    assert packed["data/logs/pull_series.log"] == b"read <project>/data/vintages/toy/GDP.csv\n"


def test_two_runs_of_one_commit_differ_only_in_facts_logs_and_manifests(toy, packed_once, tmp_path):
    shutil.rmtree(toy / "results")
    shutil.rmtree(toy / "benchmarks")
    assert run_snakemake(toy, "--forceall").returncode == 0
    again, first = contents(write(toy, tmp_path / "packages").folder), contents(packed_once.folder)
    assert set(again) == set(first)
    differing = {name for name in first if again[name] != first[name]}
    # The size of the facts may differ too, and the sum of sizes in bag-info.txt with it.
    manifests = {"manifest-sha256.txt", "tagmanifest-sha256.txt", "bag-info.txt", "data/ro-crate-metadata.json"}
    assert "data/run/facts.json" in differing
    assert differing <= {"data/run/facts.json", *manifests}


def test_a_package_that_is_there_and_the_same_is_left_alone(toy, tmp_path):
    first = write(toy, tmp_path / "packages")
    inode = (first.folder / "bagit.txt").stat().st_ino
    again = write(toy, tmp_path / "packages")
    assert again.unchanged and not first.unchanged
    assert (first.folder / "bagit.txt").stat().st_ino == inode


def test_a_damaged_package_is_replaced_by_a_whole_one(toy, packed_once, tmp_path):
    first = write(toy, tmp_path / "packages")
    (first.folder / "data/README.md").write_text("nothing")
    again = write(toy, tmp_path / "packages")
    assert not again.unchanged
    assert again.digest == packed_once.digest


def test_what_a_killed_run_left_is_removed(toy, tmp_path):
    left = tmp_path / "packages" / ".frictions-0.abc.unfinished"
    left.mkdir(parents=True)
    write(toy, tmp_path / "packages")
    assert not left.exists()


def test_the_date_comes_from_the_commit_or_from_the_environment(toy_once, monkeypatch):
    assert head_commit(toy_once).date.isoformat() == "2020-02-02T02:02:02+00:00"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert head_commit(toy_once).date.isoformat() == "1970-01-01T00:00:00+00:00"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(NoCommit, match="SOURCE_DATE_EPOCH"):
        head_commit(toy_once)


@pytest.mark.parametrize("name", ["scripts/draw_toy.py", "config/another.yaml", "docs/contract.md"])
def test_code_that_is_not_in_the_commit_is_refused_by_name(toy, tmp_path, name):
    with (toy / name).open("a") as stream:
        stream.write("# changed\n")
    assert name in refused(toy, tmp_path / "packages", UncommittedChanges)


def test_a_note_beside_the_project_is_no_reason_to_refuse(toy, packed_once, tmp_path):
    (toy / "overlay of mine.yaml").write_text("{}")
    assert write(toy, tmp_path / "packages").digest == packed_once.digest


def test_a_project_without_a_commit_is_refused(toy, tmp_path):
    shutil.rmtree(toy / ".git")
    assert str(toy) in refused(toy, tmp_path / "packages", NoCommit)


@pytest.mark.parametrize("name", ["results/toy/draws.npz", "results/tables/table_1_1.md"])
def test_a_missing_result_is_refused_by_name(toy, tmp_path, name):
    write(toy, tmp_path / "packages")
    (toy / name).unlink()
    assert "run snakemake, then archive" in refused(toy, tmp_path / "packages", UnfinishedRun)


def test_a_result_older_than_its_inputs_is_refused(toy, tmp_path):
    (toy / "data/vintages/toy/GDP.csv").write_text("date,value\n2000-01-01,9.0\n")
    commit(toy)
    assert "results/" in refused(toy, tmp_path / "packages", UnfinishedRun)


def test_a_failure_at_the_last_step_leaves_the_old_package_and_nothing_else(toy, tmp_path, monkeypatch):
    first = write(toy, tmp_path / "packages")
    (first.folder / "data/README.md").write_text("of an earlier run")
    before = contents(tmp_path / "packages")
    monkeypatch.setattr("frictions.archive.package.crate_bytes", lambda *arguments: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write(toy, tmp_path / "packages")
    assert contents(tmp_path / "packages") == before


def test_results_are_those_of_the_run_and_arrays_lie_unpacked(toy_once, packed_once):
    payload = packed_once.folder / "data"
    outputs = [made.output for made in read_programs(packed_once.folder)]
    assert "results/toy/part.csv" not in outputs
    assert (payload / "results/tables/table_1_1.csv").read_bytes() == (
        toy_once / "results/tables/table_1_1.csv"
    ).read_bytes()
    members = payload / "results/toy/draws.npz"
    draws = np.load(toy_once / "results/toy/draws.npz")
    assert {path.name for path in members.iterdir()} == {"draws.npy", "names.npy"}
    np.testing.assert_array_equal(np.load(members / "draws.npy"), draws["draws"])


def test_results_are_listed_after_what_they_are_made_from(packed_once):
    outputs = [made.output for made in read_programs(packed_once.folder)]
    order = ["results/data/pulled/GDP.csv", "results/toy/draws.npz", "results/tables/table_1_1.csv"]
    assert [name for name in outputs if name in order] == order


def test_code_is_that_of_the_commit(toy_once, packed_once):
    code = packed_once.folder / "data/code"
    tracked = set(walk(code))
    assert (code / "Snakefile").read_bytes() == (toy_once / "Snakefile").read_bytes()
    assert not any(name.startswith(("results/", ".git/", ".snakemake/")) for name in tracked)


def test_readme_names_seeds_and_programs_by_the_lines_where_they_are(packed_once):
    payload = packed_once.folder / "data"
    text = (payload / "README.md").read_text(encoding="utf-8")
    config = (payload / "code/config/config.yaml").read_text().splitlines()
    line = next(number for number, content in enumerate(config, 1) if "seed: 20200202" in content)
    assert f"- `seed: 20200202` at line {line} of `code/config/config.yaml`" in text
    script = (payload / "code/scripts/tabulate_toy.py").read_text().splitlines()
    row = next(row for row in text.splitlines() if row.startswith("| Table 1.1 |"))
    number = int(row.split("|")[3])
    assert "write_table(" in script[number - 1]
    assert "`code/scripts/tabulate_toy.py`" in row and "`results/tables/table_1_1.csv`" in row


def test_facts_hold_times_of_every_job_those_of_temporary_files_too(packed_once):
    facts = json.loads((packed_once.folder / "data/run/facts.json").read_text())
    assert [row["job"] for row in facts["jobs"]] == ["draw_toy", "pull_series", "tabulate_toy"]
    assert facts["run"]["seconds"] == pytest.approx(sum(row["seconds"] for row in facts["jobs"]), abs=0.06)
    assert "numpy" in facts["packages"]


def test_series_whose_rights_do_not_allow_it_are_described_and_not_copied(toy, tmp_path):
    change_settings(toy, toy={"source": "directory", "rights": "proprietary"})
    commit(toy)
    assert run_snakemake(toy, "--forceall").returncode == 0
    payload = write(toy, tmp_path / "packages").folder / "data"
    row = next(csv.DictReader(io.StringIO((payload / "inputs/datasets.csv").read_text())))
    digest = json.loads((toy / "results/data/provenance.json").read_text())["GDP"]["sha256"]
    assert (row["provided"], row["rights"], row["sha256"]) == ("no", "proprietary", digest)
    assert not (payload / "results/data/pulled/GDP.csv").exists()
    assert not (payload / "inputs/series").exists()
    recipe = json.loads((payload / "run/recipe.json").read_text())
    assert recipe["needed"] == {"GDP.csv": digest}
    made = {item.output: item for item in read_programs(payload.parent)}
    assert made["results/data/pulled/GDP.csv"].withheld and not made["results/toy/draws.npz"].withheld


def test_series_of_another_source_are_copied_where_rights_allow_it(toy, tmp_path):
    change_settings(toy, toy={"source": "directory"})
    commit(toy)
    assert run_snakemake(toy, "--forceall").returncode == 0
    payload = write(toy, tmp_path / "packages").folder / "data"
    assert (payload / "inputs/series/GDP.csv").read_bytes() == (toy / "results/data/pulled/GDP.csv").read_bytes()
    assert json.loads((payload / "run/recipe.json").read_text())["series_provided"]


def test_an_overlay_gives_back_the_settings(project):
    base = yaml.safe_load((project / "config/config.yaml").read_text(encoding="utf-8"))
    settings = yaml.safe_load((project / "config/config.yaml").read_text(encoding="utf-8"))
    settings["var"]["lags"] = 2
    settings["samples"]["mine"] = {"start": "1980Q1", "end": "2000Q4"}
    settings["bootstrap"]["bands"] = ["hall"]
    del settings["samples"]["extended"]
    overlay = settings_difference(base, settings)
    assert overlay == {
        "samples": {"extended": None, "mine": {"start": "1980Q1", "end": "2000Q4"}},
        "var": {"lags": 2},
        "bootstrap": {"bands": ["hall"]},
    }
    update_config(base, overlay)
    base["samples"] = {name: sample for name, sample in base["samples"].items() if sample is not None}
    assert base == settings
    assert settings_difference(base, settings) == {}


def test_the_name_tells_commit_and_settings_apart(toy_once):
    commit_of = head_commit(toy_once)
    plain, other = package_name(commit_of, {}), package_name(commit_of, {"var": {"lags": 2}})
    assert plain == f"frictions-{commit_of.identifier[:12]}"
    assert other.startswith(f"{plain}-") and other != package_name(commit_of, {"var": {"lags": 3}})
    assert plain != package_name(replace(commit_of, identifier="0" * 40), {})


def test_our_own_citation_file_is_valid(project):
    citation = read_citation(project / "CITATION.cff")
    assert citation.license == "MIT"
    assert any("Essays on Frictions" in reference for reference in citation.references)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("authors", [], "authors is missing"),
        ("authors", [{"surname": "Yu"}], "neither a person"),
        ("cff-version", "2.0", "cff-version"),
        ("date-released", "2026-02-30", "date-released"),
        ("journal", "x", "journal is not a field"),
        ("type", "book", "type is 'book'"),
        ("references", [{"title": "x", "type": "book"}], "authors of reference 1 is missing"),
    ],
)
def test_a_wrong_citation_file_is_refused_by_field(project, tmp_path, field, value, said):
    entry = yaml.safe_load((project / "CITATION.cff").read_text(encoding="utf-8"))
    entry[field] = value
    (tmp_path / "CITATION.cff").write_text(yaml.safe_dump(entry))
    with pytest.raises(BadCitation, match=f"CITATION.cff: .*{said}"):
        read_citation(tmp_path / "CITATION.cff")


def test_a_rule_that_has_the_script_of_another_is_told_with_it(toy, tmp_path):
    scripts = {"tabulate_toy": "scripts/draw_toy.py"}
    package = write_package(toy, settings_of(toy), tmp_path / "packages", scripts)
    told = {made.rule: made.script for made in read_programs(package.folder)}
    assert told["tabulate_toy"] == "scripts/draw_toy.py"
    assert told["pull_series"] == "scripts/pull_series.py"
