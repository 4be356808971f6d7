"""A project with results that a test may spoil."""

import shutil
import subprocess

import pytest

from tests.pipeline.conftest import Project


@pytest.fixture
def built(small_build, tmp_path) -> Project:
    """A copy with results, to be run up to the responses; times and Snakemake's records come along."""
    folder = tmp_path / "a project"
    shutil.copytree(small_build.folder, folder, symlinks=True)
    return Project(folder, "results/var/baseline/irf.csv")


@pytest.fixture
def on_a_small_disk(built):
    """The same, its results on a file system of 3 MB of their own; skipped where that cannot be mounted."""
    results = built.folder / "results"
    kept = built.folder.parent / "kept"
    results.rename(kept)
    results.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "none", results], capture_output=True, text=True)
    if mounted.returncode != 0:
        pytest.skip(f"no small disk here: {mounted.stderr.strip()}")
    try:
        shutil.copytree(kept, results, dirs_exist_ok=True)
        yield built
    finally:
        subprocess.run(["umount", "--lazy", results], check=True)
