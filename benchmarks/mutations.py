"""How many plausible mistakes the tests find: run with ``python benchmarks/mutations.py [timeseries data]``.

With ``--survivors`` only those are tried again that no test found the last time.

Each entry of ``benchmarks/mutations/<module>.yaml`` changes one line of the package as a careful author might have got
it wrong. The program makes the change in a copy of the project, runs the tests of the module until one fails, the quick
ones first, and writes which one did to ``benchmarks/mutations/results.csv``. The lists were drawn up before any of them
was run.
"""

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parents[1]
LISTS = PROJECT / "benchmarks/mutations"
QUICK = "--quick" in sys.argv
"""Small sizes that show in seconds that the program runs; their figures mean nothing."""
SURVIVORS = "--survivors" in sys.argv
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


def read_mutations(path: Path) -> dict:
    """Tests and mutations of one module, each checked to change one place of its file."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for entry in content["mutations"]:
        found = (PROJECT / entry["file"]).read_text(encoding="utf-8").count(entry["old"])
        if found != 1 or entry["old"] == entry["new"]:
            raise SystemExit(f"{path}: {entry['old']!r} stands {found} times in {entry['file']}, or is not changed")
    return content


def first_failure(copy: Path, tests: list[str]) -> str:
    """The first test that fails; nothing if all pass."""
    environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    for chosen in ("not slow", "slow"):
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", chosen, *tests]
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True)
        if done.returncode not in (0, 5):
            found = FAILED.search(done.stdout)
            return found[1] if found else "the tests do not start"
    return ""


def main() -> None:
    named = [word for word in sys.argv[1:] if not word.startswith("--")]
    paths = [LISTS / f"{name}.yaml" for name in named] if named else sorted(LISTS.glob("*.yaml"))
    modules = {path.stem: read_mutations(path) for path in paths}
    for name, module in modules.items():
        print(f"{name}: {len(module['mutations'])} mutations")
    if QUICK:
        return
    # Rows of earlier runs stay until a mutation has been tried again, so that a run may be stopped.
    tried = {(row["module"], row["breaks"]): row for row in read_results()}
    if SURVIVORS:
        left = {key for key, row in tried.items() if row["caught_by"] == "survived"}
        for name, module in modules.items():
            module["mutations"] = [entry for entry in module["mutations"] if (name, entry["breaks"]) in left]
    with tempfile.TemporaryDirectory(prefix="frictions-mutations-") as folder:
        copy = Path(folder) / "project"
        left_out = shutil.ignore_patterns(".venv", ".git", "results", "logs", ".snakemake", "*.pyc", ".hypothesis")
        shutil.copytree(PROJECT, copy, ignore=left_out)
        for name, module in modules.items():
            for entry in module["mutations"]:
                path = copy / entry["file"]
                original = path.read_text(encoding="utf-8")
                path.write_text(original.replace(entry["old"], entry["new"]), encoding="utf-8")
                caught = first_failure(copy, module["tests"])
                path.write_text(original, encoding="utf-8")
                tried[name, entry["breaks"]] = {"module": name, **entry, "caught_by": caught or "survived"}
                print(f"  {entry['breaks']}: {caught or 'survived'}", flush=True)
                write_results(list(tried.values()))
    for name in modules:
        own = [row for (module, _), row in tried.items() if module == name]
        print(f"{name}: {sum(row['caught_by'] != 'survived' for row in own)} of {len(own)} caught")


def read_results() -> list[dict]:
    """Rows of earlier runs."""
    path = LISTS / "results.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write_results(rows: list[dict]) -> None:
    rows = sorted(rows, key=lambda row: row["module"])
    with (LISTS / "results.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, ["module", "file", "breaks", "old", "new", "caught_by"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
