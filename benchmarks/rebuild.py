"""Time of a full rebuild and of a run with nothing to do: run with ``python benchmarks/rebuild.py [cores]``.

The project is copied without its results; the copy is removed afterwards. Shares are those of the time that each job
took from start to end: the CPU time that Snakemake samples misses up to half a minute at the end of a long job.
"""

import csv
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter

PROJECT = Path(__file__).resolve().parents[1]
COPIED = ["Snakefile", "environment.yml", "config", "data", "profiles", "scripts", "src", "workflow"]
LEFT_OUT = shutil.ignore_patterns("__pycache__", "store")
SHOWN = 15

QUICK = "--quick" in sys.argv
"""Small sizes that show in seconds that the program runs; their figures mean nothing."""


def run(folder: Path, cores: int) -> float:
    """Seconds of one run of everything."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    target = ["results/inventory/steady_state.csv"] if QUICK else []
    command = [sys.executable, "-m", "snakemake", *target, "--cores", str(cores), "--quiet", "all"]
    began = perf_counter()
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return perf_counter() - began


def time_by_rule(folder: Path) -> tuple[Counter[str], Counter[str]]:
    """Seconds and jobs of each rule."""
    seconds: Counter[str] = Counter()
    jobs: Counter[str] = Counter()
    for path in sorted(folder.rglob("*.tsv")):
        rule = path.relative_to(folder).parts[0].removesuffix(".tsv")
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                jobs[rule] += 1
                seconds[rule] += float(row["s"])
    return seconds, jobs


def main() -> None:
    named = [word for word in sys.argv[1:] if not word.startswith("--")]
    cores = int(named[0]) if named else 2
    with tempfile.TemporaryDirectory(prefix="frictions-rebuild-") as name:
        folder = Path(name) / "project"
        folder.mkdir()
        for entry in COPIED:
            source = PROJECT / entry
            if source.is_dir():
                shutil.copytree(source, folder / entry, ignore=LEFT_OUT)
            else:
                shutil.copy2(source, folder / entry)
        full, nothing = run(folder, cores), run(folder, cores)
        seconds, jobs = time_by_rule(folder / "benchmarks/rules")
    total = sum(seconds.values())
    print(f"{f'full rebuild on {cores} cores':<44}{full:10.1f} s")
    print(f"{'run with nothing to do':<44}{nothing:10.1f} s")
    print(f"{f'{sum(jobs.values())} jobs, one after the other':<44}{total:10.1f} s")
    for rule, spent in seconds.most_common(SHOWN):
        print(f"  {rule:<32}{jobs[rule]:>4} jobs {spent:11.1f} s {spent / total:6.1%}")
    rest = sum(seconds.values()) - sum(spent for _, spent in seconds.most_common(SHOWN))
    print(f"  {'all others':<32}{'':>10}{rest:10.1f} s {rest / total:6.1%}")


if __name__ == "__main__":
    main()
