"""Measure what SLURM costs on this machine, for the arithmetic of docs/cluster.md.

Start the single node first (``sh workflow/slurm/single_node.sh start FOLDER``). Prints seconds.
"""

import subprocess
import time

SUBMISSIONS = 200
QUEUED = 1000


def run(*command: str) -> str:
    """What a command prints."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def seconds_of(action, repeats: int) -> float:
    """Mean wall-clock time of an action."""
    start = time.perf_counter()
    for _ in range(repeats):
        action()
    return (time.perf_counter() - start) / repeats


def submission() -> float:
    """Seconds that one ``sbatch`` takes; the jobs wait and are cancelled."""
    seconds = seconds_of(lambda: run("sbatch", "--hold", "--output=/dev/null", "--wrap", "true"), SUBMISSIONS)
    run("scancel", "--state=PENDING", "--user=root")
    return seconds


def round_trip() -> float:
    """Seconds from the submission of an empty job to its end, on an idle node."""
    return seconds_of(lambda: run("sbatch", "--wait", "--output=/dev/null", "--wrap", "true"), 5)


def throughput(jobs: int = 40) -> float:
    """Seconds a job that empty jobs take when they queue for the cores of the node."""
    start = time.perf_counter()
    for _ in range(jobs):
        run("sbatch", "--output=/dev/null", "--wrap", "true")
    while run("squeue", "--noheader"):
        time.sleep(0.1)
    return (time.perf_counter() - start) / jobs


def status_query() -> float:
    """Seconds of the query that Snakemake sends, with a thousand jobs in the queue."""
    for _ in range(QUEUED):
        run("sbatch", "--hold", "--output=/dev/null", "--job-name=measured", "--wrap", "true")
    query = ("squeue", "--format=%i|%T", "--states=all", "--noheader", "--name=measured")
    seconds = seconds_of(lambda: run(*query), 20)
    run("scancel", "--state=PENDING", "--user=root")
    return seconds


if __name__ == "__main__":
    print(f"submission of a job        {submission():.4f}")
    print(f"empty job, start to end    {round_trip():.3f}")
    print(f"empty jobs in a queue      {throughput():.3f} each")
    print(f"status of {QUEUED} jobs        {status_query():.4f}")
