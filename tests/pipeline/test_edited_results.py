"""What a run says of results that were edited since, or whose checksums are gone."""

import shutil

import pytest

from tests.robustness.test_damage import edit_and_keep_the_date

pytestmark = pytest.mark.slow


def test_an_edited_scoreboard_is_not_counted_and_a_report_of_unsealed_results_is_refused(built):
    scoreboard, target = built.folder / "results/scoreboard.csv", "results/report/report.html"
    edit_and_keep_the_date(scoreboard, "differs", "exact")
    done = built.run(target)
    assert done.returncode == 0 and "published results" not in done.stderr
    assert "edited since the pipeline wrote it, delete it and run again: results/scoreboard.csv" in done.stderr
    shutil.rmtree(built.folder / ".snakemake/seals")
    done = built.run(target, "--forcerun", "write_report")
    assert done.returncode == 1
    (line,) = set(built.error_lines(done))
    assert line.startswith("error: write_report: results/") and "no checksum" in line and "unsealed: accept" in line
