"""Full and write-protected disks: one line that says so, and everything good still there."""

import errno
import os
import subprocess

import pytest

from frictions.data.files import write_atomically


def fill(folder, leave: int) -> None:
    """Leave so many bytes free."""
    disk = os.statvfs(folder)
    (folder / "filler").write_bytes(bytes(disk.f_bavail * disk.f_frsize - leave))


@pytest.mark.slow
def test_a_disk_that_fills_up_is_named_and_nothing_is_lost(on_a_small_disk):
    project, before = on_a_small_disk, on_a_small_disk.results()
    project.configure({"bootstrap": {"draws": 1200}})
    filler = project.folder / "results/filler"
    # Enough to start with, too little for what the jobs make.
    fill(filler.parent, 300_000)
    done = project.run()
    assert done.returncode == 1
    lines = set(project.error_lines(done))
    assert lines and all("results/var/baseline/draws" in line for line in lines)
    assert all(line.endswith(": No space left on device") for line in lines)
    filler.unlink()
    assert project.results() == before
    # Snakemake alone would find nothing to do: it takes a failed job for a finished one.
    project.configure({})
    assert "draw_responses" in project.planned()
    project.build()
    assert project.results() == before
    assert not (project.folder / ".earlier_results").exists()


@pytest.mark.slow
def test_a_full_disk_is_refused_before_anything_runs(on_a_small_disk):
    before = on_a_small_disk.results()
    fill(on_a_small_disk.folder / "results", 100_000)
    done = on_a_small_disk.run("--forcerun", "summarise_responses")
    (on_a_small_disk.folder / "results/filler").unlink()
    assert done.returncode == 1
    assert on_a_small_disk.error_lines(done) == ["error: nothing can be written to results: No space left on device"]
    assert on_a_small_disk.results() == before


@pytest.mark.slow
def test_read_only_results_are_refused_before_anything_runs(on_a_small_disk):
    results = on_a_small_disk.folder / "results"
    before = on_a_small_disk.results()
    subprocess.run(["mount", "-o", "remount,ro", results], check=True)
    done = on_a_small_disk.run("--forcerun", "summarise_responses")
    assert done.returncode == 1
    assert on_a_small_disk.error_lines(done) == ["error: nothing can be written to results: Read-only file system"]
    assert on_a_small_disk.results() == before


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_content_and_names_the_file(tmp_path, monkeypatch, failing):
    path = tmp_path / "table.csv"
    path.write_text("old")

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, failing, full)
    with pytest.raises(OSError, match="No space left on device") as raised:
        write_atomically(path, b"new")
    assert raised.value.filename == str(path)
    assert [file.name for file in tmp_path.iterdir()] == ["table.csv"]
    assert path.read_text() == "old"
