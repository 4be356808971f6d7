"""The bootstrap on a real SLURM: the same bytes as locally, and lost jobs come back."""

import subprocess
import time
from pathlib import Path

import pytest

from tests.cluster.conftest import CHUNKS, TARGET, cluster_command, squeue

pytestmark = pytest.mark.slow


def script_process(job: str) -> int | None:
    """The process of a SLURM job that runs the script of the rule."""
    listed = subprocess.run(["scontrol", "listpids", job], capture_output=True, text=True).stdout
    for line in listed.splitlines()[1:]:
        process = line.split()[0]
        try:
            command = Path(f"/proc/{process}/cmdline").read_text().split("\0")
        except OSError:
            continue
        if any(word.endswith(".draw_responses.py") for word in command):
            return int(process)
    return None


def wait_for(found, seconds: float = 60):
    """First true answer."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := found():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"nothing after {seconds} s")


def test_draws_scattered_over_slurm_jobs_are_the_same_bytes_as_locally(slurm, locally, without_draws):
    known = set(squeue("%i", "--states=all"))
    # Two draws a job, and the job that gathers them.
    done = subprocess.run(
        cluster_command("--group-components", "draws=2"),
        cwd=without_draws.folder,
        env=without_draws.environment(),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    jobs = set(squeue("%i", "--states=all")) - known
    assert len(jobs) == CHUNKS // 2 + 1
    assert set(squeue("%T", "--states=all", f"--jobs={','.join(jobs)}")) == {"COMPLETED"}
    assert without_draws.results() == locally.results()


def test_cancelled_killed_and_node_lost_jobs_are_run_again(slurm, locally, without_draws):
    known = set(squeue("%i", "--states=all"))
    run = subprocess.Popen(
        cluster_command("--group-components", "draws=1"),
        cwd=without_draws.folder,
        env=without_draws.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    node = squeue_node = subprocess.run(["hostname", "-s"], capture_output=True, text=True).stdout.strip()
    try:
        cancelled = wait_for(lambda: [job for job in squeue("%i", "--states=R") if job not in known])[0]
        subprocess.run(["scancel", cancelled], check=True)
        killed, process = wait_for(
            lambda: next(
                (
                    (job, pid)
                    for job in squeue("%i", "--states=R")
                    if job != cancelled and (pid := script_process(job)) is not None
                ),
                None,
            )
        )
        subprocess.run(["kill", "-9", str(process)], check=True)
        lost = wait_for(lambda: [job for job in squeue("%i", "--states=R") if job not in (cancelled, killed)])[0]
        subprocess.run(["scontrol", "update", f"nodename={node}", "state=down", "reason=test"], check=True)
        subprocess.run(["scontrol", "update", f"nodename={node}", "state=resume"], check=True)
        errors = run.communicate(timeout=300)[1]
    finally:
        run.kill()
        run.wait()
    assert run.returncode == 0, errors[-3000:]
    states = dict(entry.split("|") for entry in squeue("%i|%T", "--states=all"))
    assert (states[cancelled], states[killed], states[lost]) == ("CANCELLED", "FAILED", "NODE_FAIL")
    assert without_draws.results() == locally.results()
