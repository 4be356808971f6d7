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


def lose_node() -> None:
    """Take the node down, which ends its jobs, and bring it back."""
    node = socket.gethostname().split(".")[0]
    update = ["scontrol", "update", f"nodename={node}", "reason=test"]
    subprocess.run([*update, "state=down"], check=True)

    def back():
        # It may also come back by itself, and then refuses to be resumed.
        subprocess.run([*update, "state=resume"], capture_output=True)
        shown = subprocess.run(["sinfo", "--noheader", "--format=%t"], capture_output=True, text=True)
        return shown.stdout.strip() in ("idle", "mix", "alloc")

    wait_for(back)


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
    without_draws.configure(with_chunks(4))
    chunks = [f"results/var/baseline/draws/bootstrap/{number}-of-4.npz" for number in (1, 2, 3, 4)]
    lost: dict[str, str] = {}

    def running():
        """Jobs that run and are not lost, the latest first."""
        return sorted((job for job in squeue("%i", "--states=R") if job not in lost), key=int, reverse=True)

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
        wait_for(lambda: squeue("%T", "--states=all", f"--jobs={job}") == ["FAILED"])
        # Its place is taken by a job that has just begun.
        job = wait_for(running)[0]
        lost[job] = "NODE_FAIL"
        lose_node()
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
