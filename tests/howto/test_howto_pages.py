"""Every page of docs/howto does what it says."""

import ast
import io
import json
import math
import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from tests.howto.conftest import PAGES

pytestmark = pytest.mark.slow

IDENTITY = ["-c", "user.name=A reader", "-c", "user.email=reader@example.org"]


def made(printed: str) -> list[str]:
    """Rules that a run started, once for each job."""
    return re.findall(r"^(?:local)?rule (\w+):$", printed, re.MULTILINE)


def test_reproduce_one_table(reader):
    reader.follow("reproduce_one_table.md")
    first, dry, again = reader.printed
    assert sorted(made(first)) == ["solve_calvo", "solve_calvo", "tabulate_impacts"]
    assert "(Figure 1.9)" in first and "source's figure" in first
    assert "Nothing to be done" in dry
    assert made(again) == ["tabulate_impacts"]
    rows = pd.read_csv(io.StringIO(reader.read("results/tables/table_figure_1_9.csv")))
    assert len(rows) == 5


def test_add_a_sample(reader):
    before = Path(reader.folder / "results/var/baseline/irf.csv").read_bytes()
    reader.follow("add_a_sample.md")
    assert "<svg" in reader.read("results/figures/figure_var_great_moderation.svg")
    responses = pd.read_csv(reader.folder / "results/var/great_moderation/irf.csv")
    panel = pd.read_csv(reader.folder / "results/var/great_moderation/transformed.csv")
    assert panel["quarter"].iloc[[0, -1]].to_list() == ["1984Q1", "2007Q4"]
    assert (responses["lower"] <= responses["upper"]).all()
    assert Path(reader.folder / "results/var/baseline/irf.csv").read_bytes() == before
    assert "pull_series" not in made(reader.printed[0])


def test_ask_a_claim(reader):
    reader.follow("ask_a_claim.md")
    (ran,) = reader.printed
    shares = [line for line in ran.splitlines() if line.startswith("output_falls,")]
    assert {"estimate_specifications", "summarise_robustness", "draw_specifications"} <= set(made(ran))
    assert not {"pull_series", "build_variables", "draw_responses"} & set(made(ran))
    rows = pd.read_csv(reader.folder / "results/robustness/choices.csv")
    own = rows[rows["claim"] == "output_falls"]
    assert len(own) == len(shares) and set(own["dimension"]) >= {"sample", "order", "lags"}
    assert "Output falls" in reader.read("results/figures/figure_specifications_output_falls.svg")


def test_swap_a_data_source(reader):
    reader.follow("swap_a_data_source.md")
    assert reader.printed[0].startswith("date,value\n1954-07-01,")
    assert "my_data/FEDFUNDS.csv" in reader.printed[1]
    provenance = json.loads(reader.read("results/data/provenance.json"))
    text = json.dumps(provenance)
    assert "my_data/FEDFUNDS.csv" in text and "data/vintages/gretl-2022c/GDPC1.csv" in text
    series = pd.read_csv(reader.folder / "results/data/series.csv").set_index("quarter")
    assert series["FEDFUNDS"].last_valid_index() == "2009Q4"
    assert series["GDPC1"].last_valid_index() > "2015Q4"


def test_update_the_data(reader, project):
    """Pulls of six series and the panels; then what a revised panel changes; results of the default run stay."""
    (reader.folder / "config/overlays").mkdir(exist_ok=True)
    for name in ("vintage_of_2022", "update_of_2026"):
        shutil.copy2(project / f"config/overlays/{name}.yaml", reader.folder / "config/overlays")
    before = {path: path.read_bytes() for path in sorted((reader.folder / "results").rglob("*")) if path.is_file()}
    reader.follow("update_the_data.md")
    old, panels, figure, comparison = reader.printed
    assert "estimate_var" in made(old)
    assert {"pull_series", "assemble_series", "build_variables", "filter_trends"} <= set(made(panels))
    assert not {"estimate_var", "draw_responses"} & set(made(panels))
    assert "estimate_var" in made(figure) and not {"pull_series", "solve_calvo"} & set(made(figure))
    revised = {
        line.split(",")[1]: line.split(",")[2:5] for line in comparison.splitlines() if line.startswith("of_2026,")
    }
    assert set(revised) == {"CPIAPPSL", "CPIAUCSL", "FEDFUNDS", "GDPC1", "M2SL", "TOTRESNS"}
    assert revised["GDPC1"] == ["values", "255", "196"] and revised["FEDFUNDS"] == ["span", "0", "0"]
    assert all(path.read_bytes() == content for path, content in before.items())


def test_add_a_variable(reader):
    reader.follow("add_a_variable.md")
    panel = pd.read_csv(reader.folder / "results/var/baseline/transformed.csv")
    assert list(panel)[-1] == "productivity"
    responses = pd.read_csv(reader.folder / "results/var/baseline/point.csv").set_index(["variable", "horizon"])
    # Below the funds rate it reacts at once, those above do not.
    assert responses.loc[("productivity", 0), "point"] != 0
    assert responses.loc[("output", 0), "point"] == pytest.approx(0, abs=1e-12)
    printed = reader.printed[0].splitlines()
    assert [line for line in printed if line.startswith("productivity,0,")]
    assert "solve_calvo" not in made(reader.printed[0])
    path = reader.folder / "config/series.yaml"
    path.write_text(path.read_text().replace("ln(output_per_hour)", "ln(output_per_our)"))
    with pytest.raises(AssertionError, match="output_per_our"):
        reader.run("snakemake --dry-run")


def test_add_a_model(reader):
    reader.follow("add_a_model.md")
    first, second = reader.printed
    assert made(first).count("solve_two_period") == 1
    assert made(second).count("solve_two_period") == 1 and "benchmark" not in " ".join(
        line for line in second.splitlines() if line.strip().startswith("output:")
    )
    for name, beta in (("benchmark", 0.96), ("patient", 0.99)):
        table = pd.read_csv(reader.folder / f"results/two_period/{name}/solution.csv")
        saving = table.set_index("quantity").loc["saving", "value"]
        # Log derivative of lifetime utility at the optimum, by a search that knows no first-order condition.
        utility = [(1 - s) ** -1 / -1 + beta * (1.03 * s) ** -1 / -1 for s in (saving - 1e-4, saving, saving + 1e-4)]
        assert utility[1] == max(utility)
    certificate = pd.read_csv(reader.folder / "results/two_period/benchmark/certificate.csv")
    assert (certificate["value"].abs() <= certificate["bound"]).all() and math.isfinite(certificate["value"].sum())
    for file in ("src/frictions/two_period/saving.py", "scripts/solve_two_period.py"):
        ast.parse(reader.read(file))


def test_archive_a_paper(reader, project):
    for name in ("pyproject.toml", "requirements.lock", "LICENSE", "CITATION.cff", "Makefile", "docs", ".gitignore"):
        path = project / name
        (shutil.copytree if path.is_dir() else shutil.copy2)(path, reader.folder / name)
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "A paper"]):
        subprocess.run(["git", *IDENTITY, *words], cwd=reader.folder, check=True)
    reader.follow("archive_a_paper.md")
    made_package, checked, changed, audit = reader.printed
    names = made_package.split()[-2:]
    assert names[1] == f"{names[0]}.sha256" and names[0].startswith("frictions-")
    assert checked.splitlines()[-1].startswith("intact: ")
    assert "README.md" in changed.strip().splitlines()[-1]
    assert "human" in audit
    package = reader.folder / "results/archive" / names[0]
    assert list(package.rglob("results/production_economy/yields.csv"))
    assert not list(package.rglob("results/var"))


def test_every_page_is_followed_by_a_test():
    pages = {path.stem for path in PAGES.glob("*.md")}
    assert pages == {name.removeprefix("test_") for name in globals() if name.removeprefix("test_") in pages}
