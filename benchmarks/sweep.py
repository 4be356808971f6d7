"""What a job of a sweep costs beside its points, and a sweep of 1,000 points of the Calvo model on two cores.

Run with ``python benchmarks/sweep.py``; set OMP_NUM_THREADS=1 and OPENBLAS_NUM_THREADS=1 first. It runs the workflow on
a copy of the project in a temporary folder, whose results it throws away.
"""

import logging
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from frictions.sweeps.calvo import calvo_solver
from frictions.sweeps.grid import grid_points
from frictions.sweeps.production_economy import production_economy_solver
from frictions.sweeps.reallocation import reallocation_solver
from frictions.sweeps.solving import solve_points

PROJECT = Path(__file__).resolve().parents[1]
COPIED = ["Snakefile", "environment.yml", "config", "data", "profiles", "scripts", "src", "workflow"]
GRID = {
    "phi_pi": {"from": 1.2, "to": 3.0, "points": 25},
    "xi_p": {"from": 0.2, "to": 0.9, "points": 40},
}
LIGHT = ["moments", "responses", "certificate"]
HEAVY = [*LIGHT, "sampling"]

QUICK = "--quick" in sys.argv
"""Small sizes that show in seconds that the program runs; their figures mean nothing."""
JOBS = 2 if QUICK else 12
"""Jobs of one point each, from which the cost of a job is measured."""


@dataclass(frozen=True)
class Cost:
    """Seconds of a run: on the clock, and of all its processes together."""

    wall: float
    cpu: float


def seconds_a_point(solve: Callable, grid: Mapping, outputs: list[str], rounds: int) -> float:
    """CPU seconds of one point, the first round (compilation, caches) left out."""
    points = dict(enumerate(grid_points("benchmark", grid)))
    if QUICK:
        points, rounds = {0: points[0]}, 1
    log = logging.getLogger("benchmark")
    solve_points(solve, {0: points[0]}, {}, outputs, log)
    start = time.process_time()
    for _ in range(rounds):
        solve_points(solve, points, {}, outputs, log)
    return (time.process_time() - start) / (rounds * len(points))


def run(folder: Path, grid: Mapping, outputs: list[str], points_per_job: int) -> Cost:
    """Cost of one sweep by the workflow on two cores, from nothing."""
    sweep = {
        "model": "calvo",
        "base": "table_1_1",
        "grid": grid,
        "outputs": outputs,
        "draw": ["moments.corr_IS_S"],
        "points_per_job": points_per_job,
    }
    overlay = {"sweep": {"benchmark": sweep}, "figures": {"formats": ["svg"]}}
    (folder / "overlay.yaml").write_text(yaml.safe_dump(overlay), encoding="utf-8")
    for leftover in (folder / "results", folder / ".snakemake"):
        shutil.rmtree(leftover, ignore_errors=True)
    command = [str(Path(sys.executable).with_name("snakemake")), "sweep", "--cores", "2", "--quiet", "all"]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [*command, "--configfile", "overlay.yaml"],
        cwd=folder,
        check=True,
        capture_output=True,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.perf_counter() - start, cpu)


def main() -> None:
    config = yaml.safe_load((PROJECT / "config/config.yaml").read_text(encoding="utf-8"))
    calvo = yaml.safe_load((PROJECT / "config/experiments/calvo/table_1_1.yaml").read_text(encoding="utf-8"))
    reallocation = yaml.safe_load(
        (PROJECT / "config/experiments/reallocation/benchmark.yaml").read_text(encoding="utf-8")
    )
    few = {"phi_pi": [1.5, 2.5], "xi_p": {"from": 0.2, "to": 0.9, "points": 10}}
    economy = config["production_economy"]
    cost = {
        "Calvo: moments, responses, certificate": seconds_a_point(
            calvo_solver(calvo, "marginal", 16, config["simulation"], LIGHT), few, LIGHT, 10
        ),
        "Calvo: the same and the spread of the moments over samples": seconds_a_point(
            calvo_solver(calvo, "marginal", 16, config["simulation"], HEAVY), few, HEAVY, 1
        ),
        "production economy: prices, yields, certificate": seconds_a_point(
            production_economy_solver(economy, economy["states"], economy["maturities"]),
            {"risk_aversion": [0.5, 1.0, 2.0, 4.0]},
            ["equilibrium", "yields", "certificate"],
            5,
        ),
        "reallocation: steady state, transition, certificate": seconds_a_point(
            reallocation_solver(reallocation, 20), {"substitution": [2.0, 3.0]}, ["steady_state", "certificate"], 1
        ),
    }
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "project"
        folder.mkdir()
        for name in COPIED:
            source = PROJECT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "store"))
            else:
                shutil.copy2(source, folder / name)
        row = {"xi_p": {"from": 0.2, "to": 0.9, "points": JOBS}}
        run(folder, row, LIGHT, JOBS)
        one, many = run(folder, row, LIGHT, JOBS), run(folder, row, LIGHT, 1)
        job = (many.cpu - one.cpu) / (JOBS - 1)
        fixed = one.cpu - job - JOBS * cost["Calvo: moments, responses, certificate"]

        print("CPU seconds a point, and the least points a job for which its start costs less than 10 percent of them")
        for name, seconds in cost.items():
            print(f"  {name:60s} {seconds:8.4f}  {max(1, -int(-job // (0.1 * seconds))):7d}")
        print(f"a job beside its points: {job:.2f} CPU seconds ({JOBS} jobs of one point against one job of {JOBS})")
        print(f"the workflow beside its jobs (start, one table, one figure): {fixed:.1f} CPU seconds")

        if not QUICK:
            print("1,000 points of the Calvo model on two cores")
        for outputs, points_per_job in () if QUICK else ((LIGHT, 500), (HEAVY, 250)):
            name = next(name for name, wanted in zip(cost, (LIGHT, HEAVY), strict=False) if wanted is outputs)
            jobs = 1000 // points_per_job
            spent = run(folder, GRID, outputs, points_per_job)
            compute = 1000 * cost[name]
            print(
                f"  {name}; {jobs} jobs of {points_per_job}: {spent.wall:.0f} s on the clock, {spent.cpu:.0f} CPU s, "
                f"of which {compute:.1f} for the points and {jobs * job:.1f} ({jobs * job / compute:.0%} of them) "
                "for starting the jobs"
            )


if __name__ == "__main__":
    main()
