"""Clocks that jump, no home, odd folders and locales."""

import os
import subprocess
import time
from pathlib import Path

import pytest
import surroundings

from tests.pipeline.conftest import Project, revise, wait_for

TWO_DAYS = 2 * 86400
FIGURE = "results/figures/figure_1_6.svg"


def shift(path: Path, seconds: float) -> None:
    date = path.stat().st_mtime + seconds
    os.utime(path, (date, date))


def run_in(project: Project, environment: dict, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run with nothing in the environment but this."""
    whole = {"PATH": os.environ["PATH"], "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", **environment}
    return subprocess.run(
        project.command(*arguments), cwd=project.folder, env=whole, capture_output=True, text=True, errors="replace"
    )


@pytest.mark.slow
def test_results_made_while_the_clock_was_ahead_do_not_hide_a_change(built):
    """The clock was two days ahead during the last run: what is changed now looks older than the results."""
    transformed = "results/var/baseline/transformed.csv"
    before = built.results()
    for path in (built.folder / "results").rglob("*.*"):
        if path.parent.name != "pulled":
            shift(path, TWO_DAYS)
    revise(built.folder / "my_series/M2SL.csv", "2007-12-01", 1.01)
    built.build(transformed)
    assert built.results()[transformed] != before[transformed]


@pytest.mark.slow
def test_an_input_dated_in_the_future_is_named(built):
    before = built.results()
    path = built.folder / "my_series/GDPC1.csv"
    path.write_text(path.read_text().replace("2007-10-01,", "2007-10-01,1"))
    shift(path, TWO_DAYS)
    done = built.run()
    assert done.returncode == 1
    (line,) = built.error_lines(done)
    assert line.startswith("error: my_series/GDPC1.csv is dated in the future")
    assert built.results() == before


@pytest.mark.slow
def test_a_clock_that_jumps_back_during_a_run_stops_it_and_the_next_run_finishes(built):
    before = built.results()
    path = built.folder / "results/var/baseline/transformed.csv"
    path.unlink()
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command = built.command("--forcerun", "filter_trends", cores=1)
    run = subprocess.Popen(command, cwd=built.folder, env=built.environment(), **silent)
    finished = built.folder / "results/var/baseline/point.csv"
    started = finished.stat().st_mtime_ns

    def went_on() -> bool:
        # Once the panel is there, it was written by a clock two days ahead.
        if path.exists() and path.stat().st_mtime < time.time() + TWO_DAYS / 2:
            shift(path, TWO_DAYS)
        return run.poll() is not None or (finished.exists() and finished.stat().st_mtime_ns != started)

    wait_for(went_on)
    assert run.wait(timeout=1200) == 1
    built.build()
    assert built.results() == before


@pytest.mark.slow
def test_old_dates_change_no_result(built):
    before = built.results()
    for path in (built.folder / "results").rglob("*.*"):
        if path.parent.name != "pulled":
            os.utime(path, (86400, 86400))
    built.build("results/var/baseline/transformed.csv")
    assert built.results() == before


@pytest.mark.slow
def test_no_home_and_a_locale_without_utf_8_give_the_same_bytes(built):
    before = built.results()
    for name in ("point.csv", "irf.csv"):
        (built.folder / "results/var/baseline" / name).unlink()
    (built.folder / FIGURE).unlink()
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run_in(built, ascii_only, FIGURE)
    assert done.returncode == 0, done.stderr[-3000:]
    assert built.results() == before


@pytest.mark.slow
def test_a_home_that_cannot_be_written_is_named_and_not_needed(built):
    before = built.results()
    home = {"HOME": "/dev/null/none", "LC_ALL": "C.UTF-8"}
    refused = run_in(built, home, FIGURE)
    assert refused.returncode != 0
    assert refused.stderr.strip().splitlines()[-1].endswith("Not a directory: '/dev/null/none'")
    (built.folder / FIGURE).unlink()
    done = run_in(built, {**home, "XDG_CACHE_HOME": str(built.folder.parent / "cache")}, FIGURE)
    assert done.returncode == 0, done.stderr[-3000:]
    assert built.results() == before


@pytest.mark.slow
def test_a_folder_with_spaces_quotes_and_letters_beyond_ascii_gives_the_same_bytes(built):
    before = built.results()
    odd = Project(built.folder.rename(built.folder.parent / "an 'odd' folder, größer (2)"), built.target)
    for name in ("point.csv", "irf.csv"):
        (odd.folder / "results/var/baseline" / name).unlink()
    odd.build()
    assert odd.results() == before
    # Without a locale that can express it the folder is refused by name.
    refused = run_in(odd, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert refused.returncode == 1
    (line,) = odd.error_lines(refused)
    assert line.startswith("error: the locale cannot express the name of the folder") and "PYTHONUTF8=1" in line


def test_future_results_get_the_oldest_date(tmp_path):
    for name, seconds in (("future.csv", TWO_DAYS), ("present.csv", 0), ("slightly off.csv", 30)):
        (tmp_path / name).write_text("")
        shift(tmp_path / name, seconds)
    assert surroundings.distrust_future_results(tmp_path) == [tmp_path / "future.csv"]
    assert (tmp_path / "future.csv").stat().st_mtime == 0
    assert (tmp_path / "present.csv").stat().st_mtime > time.time() - 100
