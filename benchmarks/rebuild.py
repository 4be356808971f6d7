"""Cost of a full rebuild and of a run with nothing to do: run with ``python benchmarks/rebuild.py [cores]``.

The project is copied without its results; the copy is removed afterwards. It is rebuilt twice: cold, when kernels are
compiled too, and warm. Shares are those of the time that each job took from start to end: the CPU time that Snakemake
samples misses up to half a minute at the end of a long job.

``--against COMMIT`` rebuilds an earlier commit in turn with this one (cold, cold, warm, warm), so that the ratios mean
something on a machine of any speed. ``PYTHONPATH`` must not point to either.
"""

import csv
import os
import resource
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


MADE = ["results", "logs", ".snakemake", "benchmarks/rules"]


def run(folder: Path, cores: int) -> tuple[float, float]:
    """Seconds on the clock, and CPU seconds of all processes, of one run of everything."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(folder / "src")}
    # Kernels are kept from the cold run to the warm one.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    target = ["results/inventory/steady_state.csv"] if QUICK else []
    command = [sys.executable, "-m", "snakemake", *target, "--cores", str(cores), "--quiet", "all"]
    began, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return perf_counter() - began, spent


def copy_of(source: Path, folder: Path) -> Path:
    """A copy of the project without what runs have made."""
    folder.mkdir()
    for entry in COPIED:
        if (source / entry).is_dir():
            shutil.copytree(source / entry, folder / entry, ignore=LEFT_OUT)
        else:
            shutil.copy2(source / entry, folder / entry)
    return folder


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
    words = sys.argv[1:]
    commit = words.pop(words.index("--against") + 1) if "--against" in words else None
    named = [word for word in words if not word.startswith("--")]
    cores = int(named[0]) if named else 2
    with tempfile.TemporaryDirectory(prefix="frictions-rebuild-") as name:
        versions = {"this version": copy_of(PROJECT, Path(name) / "project")}
        if commit is not None:
            clone = Path(name) / "clone"
            subprocess.run(["git", "clone", "--quiet", PROJECT, clone], check=True)
            subprocess.run(["git", "checkout", "--quiet", commit], cwd=clone, check=True)
            versions[commit] = copy_of(clone, Path(name) / "other")
        for kernels in ("cold", "warm"):
            spent = {}
            for version, folder in versions.items():
                for made in MADE:
                    shutil.rmtree(folder / made, ignore_errors=True)
                clock, spent[version] = run(folder, cores)
                label = f"{version}, full rebuild on {cores} cores, {kernels} kernels"
                print(f"{label:<60}{clock:8.1f} s {spent[version]:9.1f} CPU s", flush=True)
            if commit is not None:
                print(f"{'  ratio of CPU seconds':<60}{spent['this version'] / spent[commit]:19.2f}")
        clock, idle = run(versions["this version"], cores)
        print(f"{'run with nothing to do':<60}{clock:8.1f} s {idle:9.1f} CPU s")
        seconds, jobs = time_by_rule(versions["this version"] / "benchmarks/rules")
    total = sum(seconds.values())
    print(f"{f'{sum(jobs.values())} jobs of the warm rebuild, one after the other':<60}{total:8.1f} s")
    for rule, rule_seconds in seconds.most_common(SHOWN):
        print(f"  {rule:<44}{jobs[rule]:>4} jobs{rule_seconds:13.1f} s {rule_seconds / total:6.1%}")
    rest = total - sum(rule_seconds for _, rule_seconds in seconds.most_common(SHOWN))
    print(f"  {'all others':<53}{rest:13.1f} s {rest / total:6.1%}")


if __name__ == "__main__":
    main()
