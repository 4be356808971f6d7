"""Damaged, truncated and edited files are never read as if they were whole."""

import os
import shutil

import pytest

from frictions.data.seals import DamagedResult, MissingSeal, check_seals, edited, require_seals, seal, unsealed


def cut_at_a_line(content: bytes) -> bytes:
    """Half of a table that ends where a line ends: nothing in the file itself shows the loss."""
    return content[: content.index(b"\n", len(content) // 2) + 1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("results/var/baseline/point.csv", cut_at_a_line),
        ("results/var/baseline/draws.npz", lambda content: content[: len(content) // 2]),
    ],
    ids=["truncated table", "truncated arrays"],
)
def test_a_damaged_result_is_named_and_made_anew_once_deleted(built, file, damage):
    before = built.results()
    path = built.folder / file
    path.write_bytes(damage(path.read_bytes()))
    done = built.run()
    assert done.returncode == 1
    (line,) = set(built.error_lines(done))
    assert line.startswith("error: summarise_responses baseline: ") and f"{file}: damaged or edited" in line
    path.unlink()
    built.build()
    assert built.results() == before


@pytest.mark.slow
def test_a_truncated_file_of_the_embedded_vintage_is_named(built):
    path = built.folder / "data/vintages/fred-md-2026-08/GDPC1.csv"
    path.write_bytes(cut_at_a_line(path.read_bytes()))
    built.configure({"data": {"source": "embedded", "directory": None}})
    done = built.run("results/data/pulled/GDPC1.csv")
    assert done.returncode == 1
    (line,) = set(built.error_lines(done))
    assert line.startswith("error: pull_series: ") and "GDPC1.csv" in line


def test_a_seal_holds_for_the_bytes_and_only_for_files_of_the_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("x,y\n1,2\n")
    seal(["a.csv"])
    (tmp_path / "b.csv").write_text("brought from elsewhere")
    check_seals(["a.csv", "b.csv", str(tmp_path / "a.csv")])
    for content in ("x,y\n1,2", "x,y\n1,3\n", ""):
        (tmp_path / "a.csv").write_text(content)
        with pytest.raises(DamagedResult, match=r"a\.csv"):
            check_seals(["a.csv"])
    shutil.rmtree(tmp_path / ".snakemake")
    check_seals(["a.csv"])


@pytest.fixture
def sealed(tmp_path, monkeypatch):
    """A folder of three results with their checksums."""
    monkeypatch.chdir(tmp_path)
    paths = [f"results/{name}.csv" for name in "abc"]
    (tmp_path / "results").mkdir()
    for path in paths:
        (tmp_path / path).write_text("x,y\n1,2\n")
    seal(paths)
    return paths


def edit_and_keep_the_date(path, old="1,2", new="1,3"):
    dates = path.stat().st_atime_ns, path.stat().st_mtime_ns
    path.write_text(path.read_text().replace(old, new))
    os.utime(path, ns=dates)


def test_an_edit_that_keeps_the_date_of_the_file_is_found(sealed, tmp_path):
    assert edited(sealed) == []
    # A copy and a new date are no edit.
    os.utime(sealed[1])
    shutil.copy2(sealed[2], tmp_path / "copy")
    (tmp_path / "copy").replace(sealed[2])
    assert edited(sealed) == []
    edit_and_keep_the_date(tmp_path / sealed[0])
    assert [str(path) for path in edited(sealed)] == [sealed[0]]
    with pytest.raises(DamagedResult, match=r"results/a\.csv"):
        require_seals(sealed, "accept")


def test_results_without_a_checksum_are_named_and_only_taken_at_a_word(sealed, tmp_path):
    require_seals(sealed)
    (tmp_path / ".snakemake/seals/results/b.csv.sha256").unlink()
    (tmp_path / "config.yaml").write_text("a: 1\n")
    assert [str(path) for path in unsealed([*sealed, "config.yaml", "results/none.csv"])] == ["results/b.csv"]
    with pytest.raises(MissingSeal, match=r"results/b\.csv: no checksum.*for 0 more.*unsealed: accept"):
        require_seals([*sealed, "config.yaml"])
    require_seals(sealed, "accept")
