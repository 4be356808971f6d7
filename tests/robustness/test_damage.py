"""Damaged, truncated and edited files are never read as if they were whole."""

import shutil

import pytest

from frictions.data.seals import DamagedResult, check_seals, seal


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
