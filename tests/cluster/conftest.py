"""A real SLURM of one node, and a small project whose bootstrap is to be scattered over it."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.pipeline.conftest import Project

TARGET = "results/var/baseline/draws.npz"


def with_chunks(chunks: int) -> dict:
    """The draws in so many jobs."""
    return {"bootstrap": {"chunks": chunks}}


@pytest.fixture(scope="session")
def slurm():
    """Start SLURM, and stop it afterwards; skip with the reason where it cannot start.

    FRICTIONS_REQUIRE_SLURM=1, which CI sets, makes the reason an error.
    """
    script = PROJECT / "workflow/slurm/single_node.sh"
    # Not under pytest's folders: other users, munge among them, must get in.
    folder = Path(tempfile.mkdtemp(prefix="frictions-slurm-"))
    started = subprocess.run(["sh", script, "start", folder], capture_output=True, text=True, timeout=1200)
    if started.returncode != 0:
        shutil.rmtree(folder)
        stop = pytest.fail if os.environ.get("FRICTIONS_REQUIRE_SLURM") else pytest.skip
        stop(f"SLURM does not start here: {started.stderr.strip()}")
    yield folder
    subprocess.run(["sh", script, "stop", folder], check=True, timeout=1200)
    shutil.rmtree(folder)


@pytest.fixture
def without_draws(small_build, tmp_path) -> Project:
    """A project with results, but no draws."""
    shutil.copytree(small_build.folder, tmp_path / "a project", symlinks=True)
    project = Project(tmp_path / "a project")
    for path in (project.folder / "results/var/baseline").glob("draws.*"):
        path.unlink()
    return project


def cluster_command(*arguments: str) -> list[str]:
    """Run with the profile, looking at the jobs often; arguments begin with the targets."""
    snakemake = str(Path(sys.executable).with_name("snakemake"))
    quick = ["--cores", "1", "--latency-wait", "5", "--slurm-init-seconds-before-status-checks", "2"]
    return [snakemake, *arguments, "--profile", "profiles/slurm", *quick, "--configfile", "overlay.yaml"]


def squeue(form: str, *arguments: str) -> list[str]:
    """Words of SLURM's list of jobs."""
    done = subprocess.run(
        ["squeue", "--noheader", f"--format={form}", *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.split()
