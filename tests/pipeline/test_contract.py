"""The pages of the contract against the files, and the files against the pages."""

import csv
import re
import subprocess
import zipfile

import pytest

from tests.report.test_table import needs_latex

pytestmark = pytest.mark.slow

PLACES = {"<format>": "(pdf|svg|png)", "<mode>": "(marginal|average)", "<attention>": r"[\w.]+"}
# Files that are made only where the settings name a vintage, a sweep or two runs; tests/vintages, tests/sweep and
# tests/pipeline/test_named_runs.py hold them.
ON_REQUEST = (
    "contract_bands.md",
    "contract_robustness_models.md",
    "contract_posterior.md",
    "contract_vintages.md",
    "contract_sweep.md",
    "contract_runs.md",
)


def promised(pages):
    """Columns by pattern of file."""
    rows = {}
    for page in sorted(pages):
        for line in page.read_text(encoding="utf-8").splitlines():
            match = re.match(r"\| `(results/[^`]+)` \| (?:`([^`]*)`)? ?\|", line)
            if match:
                rows[match.group(1)] = match.group(2)
    return rows


@pytest.fixture(scope="module")
def contract(project):
    """Columns by pattern of file."""
    return promised(page for page in (project / "docs").glob("contract*.md") if page.name not in ON_REQUEST)


def pattern_of(name: str) -> re.Pattern[str]:
    escaped = re.escape(name).replace(r"\<", "<").replace(r"\>", ">")
    for place, expression in PLACES.items():
        escaped = escaped.replace(place, expression)
    escaped = re.sub(r"<\w+>", r"\\w+", escaped)
    if name == "results/tables/<table>.csv":
        escaped = escaped.replace("csv", "(csv|tex|md|html)")
    return re.compile(escaped)


def test_every_promised_file_is_there_with_its_columns_in_order(contract, built_once):
    results = built_once.results()
    for name, columns in contract.items():
        files = [path for path in results if pattern_of(name).fullmatch(path)]
        assert files, f"nothing matches {name}"
        for path in files:
            if path.endswith(".csv") and columns and columns != "...":
                header = (built_once.folder / path).read_text(encoding="utf-8").splitlines()[0]
                if columns.endswith(",..."):
                    assert header.startswith(columns[:-3]), path
                else:
                    assert header == columns, path


def test_every_file_is_promised(contract, built_once):
    patterns = [pattern_of(name) for name in contract]
    unknown = [path for path in built_once.results() if not any(p.fullmatch(path) for p in patterns)]
    assert not unknown


@needs_latex
def test_every_table_compiles_in_a_bare_article(built_once, tmp_path):
    tables = sorted((built_once.folder / "results/tables").glob("*.tex"))
    assert len(tables) > 15
    begin = r"\documentclass{article}\usepackage{booktabs,threeparttable,longtable}\begin{document}"
    bodies = "".join(path.read_text(encoding="utf-8") + "\\clearpage\n" for path in tables)
    (tmp_path / "all.tex").write_text(begin + bodies + r"\end{document}", encoding="utf-8")
    command = ["pdflatex", "-halt-on-error", "all.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True)
    said = done.stdout.decode(errors="replace")
    assert done.returncode == 0, said[-2000:]
    assert "Float too large" not in said
    # A long name in a narrow column may stick out by two or three letters, a column never.
    beyond = [float(points) for points in re.findall(r"Overfull \\hbox \(([\d.]+)pt too wide\)", said)]
    assert max(beyond, default=0.0) < 15.0


def test_snakemakes_own_report_shows_every_table_and_figure_with_its_caption(built_once, tmp_path):
    done = built_once.run("--report", str(tmp_path / "report.zip"))
    assert done.returncode == 0, done.stderr[-2000:]
    with zipfile.ZipFile(tmp_path / "report.zip") as report:
        names = {name.rpartition("/")[2].rpartition(".")[0] for name in report.namelist()}
        (page,) = (report.read(name).decode() for name in report.namelist() if name.endswith("report.html"))
    with (built_once.folder / "results/report/provenance.csv").open(encoding="utf-8", newline="") as lines:
        items = {row["item"] for row in csv.DictReader(lines)}
    assert len(items) > 30 and items <= names
    assert page.count("Made by the rule") == len(items)
