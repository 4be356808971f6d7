"""The bootstrap on a real SLURM: the same bytes as locally, and lost jobs come back."""

import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.cluster.conftest import TARGET, cluster_command, squeue, with_chunks

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


def wait_for(found, seconds: float = 120):
    """First true answer."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := found():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"nothing after {seconds} s")


def set_node(state: str) -> None:
    node = socket.gethostname().split(".")[0]
    subprocess.run(["scontrol", "update", f"nodename={node}", f"state={state}", "reason=test"], check=True)


def test_draws_scattered_over_slurm_jobs_are_the_same_bytes_as_locally(slurm, small_build, without_draws):
    without_draws.configure(with_chunks(4))
    known = set(squeue("%i", "--states=all"))
    # Two chunks a SLURM job, and one that gathers them.
    done = subprocess.run(
        cluster_command(TARGET, "--group-components", "draws=2"),
        cwd=without_draws.folder,
        env=without_draws.environment(),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    jobs = set(squeue("%i", "--states=all")) - known
    assert len(jobs) == 3
    assert set(squeue("%T", "--states=all", f"--jobs={','.join(jobs)}")) == {"COMPLETED"}
    assert without_draws.results() == small_build.results()


def test_cancelled_killed_and_node_lost_jobs_are_run_again(slurm, small_build, without_draws):
    without_draws.configure(with_chunks(3))
    chunks = [f"results/var/baseline/draws/bootstrap/{number}-of-3.npz" for number in (1, 2, 3)]
    lost: dict[str, str] = {}

    def running():
        return [job for job in squeue("%i", "--states=R") if job not in lost]

    def running_script():
        return next(((job, process) for job in running() if (process := script_process(job))), None)

    run = subprocess.Popen(
        cluster_command(*chunks, "--group-components", "draws=1"),
        cwd=without_draws.folder,
        env=without_draws.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        job = wait_for(running)[0]
        lost[job] = "CANCELLED"
        subprocess.run(["scancel", job], check=True)
        job, process = wait_for(running_script)
        lost[job] = "FAILED"
        subprocess.run(["kill", "-9", str(process)], check=True)
        job = wait_for(running)[0]
        lost[job] = "NODE_FAIL"
        set_node("down")
        set_node("resume")
        errors = run.communicate(timeout=300)[1]
    finally:
        run.kill()
        run.wait()
    assert run.returncode == 0, errors[-3000:]
    states = dict(entry.split("|") for entry in squeue("%i|%T", "--states=all"))
    assert {job: states[job] for job in lost} == lost
    # What the cluster began is finished here.
    without_draws.build(TARGET)
    assert without_draws.results() == small_build.results()
