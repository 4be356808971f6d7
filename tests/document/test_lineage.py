"""The account of an item against a workflow whose lineage is known."""

import json
import os
import subprocess
import sys

import pytest

SNAKEFILE = """\
import json, sys
sys.path[:0] = {paths!r}
import lineage

wildcard_constraints:
    series="[ab]",

rule all:
    input: "results/figures/figure_1_1.svg"

rule pull:
    input: "data/{{series}}.csv"
    output: "results/{{series}}.csv"
    params: code="c1"
    shell: "cp {{input}} {{output}}"

rule draw_chunk:
    input: lambda wildcards: "results/" + wildcards.series + ".csv"
    output: "results/{{series}}/{{scatteritem}}.csv"
    params: seed=lambda wildcards: 7, nested={{"seed": 8, "size": 3}}, code="c2"
    shell: "cp {{input}} {{output}}"

rule draw_figure:
    input: expand("results/{{series}}/{{part}}-of-2.csv", series=["a", "b"], part=[1, 2]), settings="config/x.yaml"
    output: "results/figures/figure_{{number}}.svg"
    params: title="T", code=lambda wildcards: "c3"
    shell: "touch {{output}}"

print(json.dumps(lineage.accounts(workflow.rules, {{"part": ["results/figures/figure_1_1.svg"]}})))
"""


@pytest.fixture(scope="module")
def account(project, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lineage")
    for name in ("data/a.csv", "data/b.csv", "config/x.yaml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x\n", encoding="utf-8")
    paths = [str(project / "workflow"), str(project / "src")]
    (folder / "Snakefile").write_text(SNAKEFILE.format(paths=paths), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "snakemake", "--dry-run", "--quiet", "--cores", "1"],
        cwd=folder, capture_output=True, text=True, check=True, env=dict(os.environ),
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[0])["figure_1_1"]


def test_own_rule_inputs_and_settings(account):
    assert (account["part"], account["rule"], account["code"]) == ("part", "draw_figure", "c3")
    chunks = [f"results/{series}/{part}-of-2.csv" for series in "ab" for part in (1, 2)]
    assert account["inputs"] == [*chunks, "config/x.yaml"]
    assert account["settings"] == {"title": "T"}


def test_everything_behind_it_is_counted_once(account):
    # Two pulls, four chunks, one figure.
    assert account["steps"] == 7
    assert account["given"] == ["config/x.yaml", "data/a.csv", "data/b.csv"]


def test_seeds_are_found_behind_it_and_in_nested_settings(account):
    assert account["seeds"] == {
        "draw_chunk a seed": 7,
        "draw_chunk a nested.seed": 8,
        "draw_chunk b seed": 7,
        "draw_chunk b nested.seed": 8,
    }
