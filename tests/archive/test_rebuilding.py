"""A package alone gives its results back, offline; what differs is named, first what others are made from."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from frictions.archive.bag import file_digest, walk
from frictions.archive.comparison import Limits, Tolerances
from frictions.archive.errors import CannotRebuild, DifferentResult
from frictions.archive.layout import PAYLOAD
from frictions.archive.package import write_package
from frictions.archive.records import read_programs
from frictions.archive.result_check import compare_results
from frictions.archive.verification import Request, verify
from tests.archive.conftest import change_settings, commit, run_snakemake, settings_of
from tests.archive.test_bag import reseal

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("confinable")]

INTERPRETER = Path(sys.executable)


def verified(package: Path, **options) -> list[str]:
    said: list[str] = []
    verify(Request(package, interpreter=INTERPRETER, **options), said.append)
    return said


def sealed_again(package: Path) -> None:
    """Write manifests and metadata anew after a change that the seals are not to find."""
    crate = package / PAYLOAD / "ro-crate-metadata.json"
    metadata = json.loads(crate.read_text())
    for entity in metadata["@graph"]:
        path = package / PAYLOAD / entity["@id"]
        if "sha256" in entity:
            entity["sha256"], entity["contentSize"] = file_digest(path), str(path.stat().st_size)
    crate.write_text(json.dumps(metadata))
    octets = [(package / name).stat().st_size for name in walk(package) if name.startswith("data/")]
    lines = (package / "bag-info.txt").read_text().splitlines()
    lines = [f"Payload-Oxum: {sum(octets)}.{len(octets)}" if line.startswith("Payload") else line for line in lines]
    (package / "bag-info.txt").write_text("\n".join([*lines, ""]))
    reseal(package)
    (package.parent / f"{package.name}.sha256").unlink(missing_ok=True)


def change_fact(package: Path, name: str, value: str) -> None:
    path = package / "data/run/facts.json"
    facts = json.loads(path.read_text())
    facts["platform"][name] = value
    path.write_text(json.dumps(facts))


def test_a_package_alone_gives_back_every_byte_without_a_network(packed, tmp_path):
    said = verified(packed, workspace=tmp_path / "a folder")
    results = next(line for line in said if line.startswith("results"))
    assert results.split()[1] == results.split()[3]
    assert any(line.startswith("confined no network") for line in said)
    assert (tmp_path / "a folder/code/results/tables/table_1_1.csv").is_file()
    assert not list(packed.rglob("__pycache__"))


def compared(package: Path, run: Path, tolerances: Limits | None) -> tuple[list[str], list[str]]:
    """Differences between the results of a package and those of a run, and the lines of the report."""
    said: list[str] = []
    found = compare_results(package / PAYLOAD, run, read_programs(package), tolerances, False, said.append)
    return list(found.different), said


def test_a_changed_result_is_named_first_where_others_are_made_from_it(packed, toy_once):
    for name in ("tables/table_1_1.csv", "tables/table_1_1.md"):
        path = packed / "data/results" / name
        path.write_text(path.read_text().replace("2", "3"))
    draws = packed / "data/results/toy/draws.npz/draws.npy"
    draws.write_bytes(draws.read_bytes()[:-1] + b"\x41")
    different, said = compared(packed, toy_once, None)
    assert different[0].startswith("results/toy/draws.npz: draws.npy: element 49")
    assert [line.split(":")[0] for line in different[1:]] == [
        "results/tables/table_1_1.csv",
        "results/tables/table_1_1.md",
    ]
    assert [line.removeprefix("differs  ") for line in said if line.startswith("differs")] == different


def test_a_result_that_the_package_lacks_is_named(packed, toy):
    (toy / "results/more.csv").write_text("a\n1\n")
    different, _ = compared(packed, toy, None)
    assert different == ["results/more.csv: rebuilt but not in the package"]


@pytest.mark.parametrize(("change", "alike"), [(1e-9, True), (1e-3, False)])
def test_with_tolerances_numbers_may_be_apart_and_figures_are_left_out(packed, toy_once, change, alike):
    path = packed / "data/results/tables/table_1_1.csv"
    header, (name, value), rest = (line.split(",") for line in path.read_text().splitlines())
    path.write_text("\n".join([",".join(header), f"{name},{float(value) * (1 + change)!r}", ",".join(rest), ""]))
    figure = packed / "data/results/figures/figure_toy.svg"
    figure.write_text("<svg xmlns='http://www.w3.org/2000/svg' />")
    different, said = compared(packed, toy_once, Limits(Tolerances(1e-6, 1e-9), {}))
    assert any("1 not compared" in line for line in said)
    if alike:
        assert different == []
        assert any("1 within tolerances on another platform" in line for line in said)
    else:
        assert [line.split(",")[0] for line in different] == ["results/tables/table_1_1.csv: row 2"]
        wider = {"results/tables/*": Tolerances(1e-2, 0.0)}
        assert compared(packed, toy_once, Limits(Tolerances(1e-6, 1e-9), wider))[0] == []
    assert len(compared(packed, toy_once, None)[0]) == 2


def test_lists_of_checksums_are_left_out_on_another_platform_only(packed, toy_once, monkeypatch):
    monkeypatch.setattr("frictions.archive.result_check.OF_DIGESTS", ("results/tables/table_1_1.csv",))
    path = packed / "data/results/tables/table_1_1.csv"
    path.write_text(path.read_text().replace("mean,2", "mean,3"))
    different, said = compared(packed, toy_once, Limits(Tolerances(1e-6, 1e-9), {}))
    assert different == [] and any("1 not compared" in line for line in said)
    assert len(compared(packed, toy_once, None)[0]) == 1
    run = shutil.copytree(toy_once, packed.parent / "without")
    (run / "results/tables/table_1_1.csv").unlink()
    assert compared(packed, run, Limits(Tolerances(1e-6, 1e-9), {}))[0] == [
        "results/tables/table_1_1.csv: it was not rebuilt"
    ]


def test_what_names_the_source_is_left_out_only_where_series_are_read_from_the_package(packed, toy_once, monkeypatch):
    monkeypatch.setattr("frictions.archive.result_check.NAMING_THE_SOURCE", ("results/tables/table_1_1.csv",))
    path = packed / "data/results/tables/table_1_1.csv"
    path.write_text(path.read_text().replace("mean,2", "mean,3"))
    programs, said = read_programs(packed), []
    found = compare_results(packed / PAYLOAD, toy_once, programs, None, True, said.append)
    assert not found.different and found.unseen == ("results/tables/table_1_1.csv (it names the source of the series)",)
    assert compare_results(packed / PAYLOAD, toy_once, programs, None, False, said.append).different


def test_a_sealed_package_with_another_number_or_from_another_machine_is_told(packed):
    path = packed / "data/results/tables/table_1_1.csv"
    path.write_text(path.read_text().replace("mean,2", "mean,3"))
    change_fact(packed, "processor", "another one")
    sealed_again(packed)
    said: list[str] = []
    with pytest.raises(DifferentResult, match=r"^results/tables/table_1_1\.csv: row 2, column value"):
        verify(Request(packed, interpreter=INTERPRETER), said.append)
    assert any(line.startswith("platform processor") and line.endswith("in place of another one") for line in said)


def test_a_workflow_that_stops_is_told_by_its_own_last_line(packed):
    script = packed / "data/code/scripts/draw_toy.py"
    script.write_text('import sys\nprint("error: draw_toy: no draws", file=sys.stderr)\nsys.exit(1)\n')
    sealed_again(packed)
    with pytest.raises(CannotRebuild, match="draw_toy: no draws"):
        verified(packed)


def test_a_folder_that_is_in_use_is_not_rebuilt_in(packed, tmp_path):
    (tmp_path / "mine.txt").write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "frictions", "verify", str(packed), "--workspace", str(tmp_path)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr == f"error: {tmp_path}: the folder to rebuild in is not empty\n"


def test_an_environment_that_is_none_is_refused(packed, tmp_path):
    command = [sys.executable, "-m", "frictions", "verify", str(packed), "--environment", str(tmp_path / "none")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "neither an interpreter nor the folder of an environment" in done.stderr


def test_a_package_that_may_not_hold_its_data_asks_for_them_and_checks_them(toy, tmp_path):
    change_settings(toy, toy={"source": "directory", "rights": "proprietary"})
    commit(toy)
    assert run_snakemake(toy, "--forceall").returncode == 0
    package = write_package(toy, settings_of(toy), tmp_path / "packages").folder
    digest = file_digest(toy / "results/data/pulled/GDP.csv")
    with pytest.raises(CannotRebuild, match=f"GDP.csv: the package may not hold this file.*{digest}"):
        verified(package)
    supplied = tmp_path / "supplied"
    supplied.mkdir()
    (supplied / "GDP.csv").write_text("date,value\n")
    with pytest.raises(CannotRebuild, match="not the file that the run read"):
        verified(package, data=supplied)
    shutil.copy(toy / "results/data/pulled/GDP.csv", supplied)
    said = verified(package, data=supplied)
    assert any(line.startswith("results") for line in said)
