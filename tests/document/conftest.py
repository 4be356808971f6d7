"""A small report: one table, two figures, eight items, made by the functions that make the real ones."""

import hashlib
import json
import shutil

import numpy as np
import pandas as pd
import pytest

from frictions.data.printed import read_texts
from frictions.report.document.assembly import assemble, charts_of
from frictions.report.document.notes import read_note
from frictions.report.document.page import build_page
from frictions.report.document.pdf import typeset
from frictions.report.document.plain import plain
from frictions.report.document.provenance import provenance_rows
from frictions.report.document.scores import About
from frictions.report.headline_texts import plain_questions
from frictions.report.headlines import read_questions
from frictions.report.house_style import figure_bytes, house_style
from frictions.report.table import Table, to_html

LONG_WORD = "a_very_long_name_of_the_code_" * 4

SCOREBOARD = """\
item,source,place,published,replicated,difference,rule,verdict,cause,note
table_1.alpha,First source,Table 1,0.880,0.8801,0.0001,exact,exact,,
table_1.beta,First source,Table 1,-0.25,-0.2612,-0.0112,close,close,,Sampling error is small.
table_1.gamma,First source,Table 1,1.5,0.2,-1.3,sign,sign,,
table_1.delta,First source,Table 1,2,-3.25,-5.25,close,differs,data substitute,The series is another one.
text.rises,First source,section 2,true,true,,sign,sign,,
text.window,First source,section 2,1970Q1,,,exact,not comparable,,Not to be had.
poster.slope,Second source,poster,-0.03,-0.031,-0.001,close,close,,
poster.firms,Second source,poster,3200,3200,0,exact,exact,,
"""
MODES = """\
item,mode,replicated,difference,verdict
table_1.alpha,reconstruction,0.8801,0.0001,exact
table_1.alpha,optimal_joint,0.4,-0.48,differs
table_1.beta,optimal_joint,-0.2612,-0.0112,close
"""
PARTS = {"table_1": "First part", "text": "First part", "poster": "Second part"}
ABOUT = {
    item: About(PARTS[item.partition(".")[0]], f"{item.partition('.')[2].capitalize()} of {item.partition('.')[0]}")
    for item in (line.partition(",")[0] for line in SCOREBOARD.splitlines()[1:])
} | {
    "table_1.beta": About("First part", "Beta of table_1", "β", "results/table_1/beta.csv"),
    "poster.firms": About("Inputs and labels", "Number of firms"),
}
CLAIMS = {
    "sources": [
        {
            "name": "one",
            "title": "First question",
            "source": "First source",
            "question": "Does <it> rise?",
            "claims": [
                {
                    "name": "rises",
                    "claim": "It rises by 0.88 & more.",
                    "items": ["table_1.*"],
                    "found": "It is {table_1.alpha}, printed {table_1.alpha.published}.",
                    "why": "The series is another one.",
                    "robust": "rises",
                    "figure": "figure_1_8",
                },
                {
                    "name": "holds",
                    "claim": "It holds at all times.",
                    "items": ["text.rises"],
                    "found": "It does.",
                    "why": "",
                    "figure": "figure_of_nothing",
                },
            ],
        }
    ]
}
ERRATA = f"""\
erratum,place,printed,correct,test
wrong_sign,equation (1.39),1 + x = y,1 - x = y,tests/{LONG_WORD}.py::test_{LONG_WORD}
"""
NOTE = """\
# What is solved

The problem has **two** branches; `optimal_joint` is one.
- the first
- the second

| mode | bits |
|---|---|
| joint | 0.5 |
"""


@pytest.fixture(scope="session")
def responses():
    """Responses of a VAR with a band and of two models, by path of the contract."""
    horizon = np.arange(16)
    point = -0.3 * np.exp(-horizon / 4) * np.sin(horizon / 2)
    var = pd.DataFrame({"variable": "output", "horizon": horizon, "point": point})
    var = var.assign(lower=point - 0.1, upper=point + 0.1)
    models = {
        mode: pd.DataFrame({"variable": "output", "horizon": horizon, "response": scale * point})
        for mode, scale in (("reconstruction", 0.5), ("optimal_joint", 2.0))
    }
    return {
        "results/var/baseline/irf.csv": var,
        **{f"results/attention/benchmark/{mode}/irf.csv": table for mode, table in models.items()},
    }


@pytest.fixture(scope="session")
def folder(tmp_path_factory, responses):
    """A project's folder of results with the files that the report reads."""
    root = tmp_path_factory.mktemp("project")
    tables, figures = root / "results/tables", root / "results/figures"
    for path in (tables, figures):
        path.mkdir(parents=True)
    frame = pd.DataFrame({"moment": ["corr(S, Y)", LONG_WORD], "published": [0.88, None], "replicated": [0.8801, -1.5]})
    table = Table("table_1_3", "Moments (Table 1.3)", frame, {"published": 2}, ("A <note> & its sign.",))
    (tables / "table_1_3.html").write_text(to_html(table), encoding="utf-8")
    for name, title in (("figure_1_8", "Model and VAR (Figure 1.8)"), ("figure_efficiency", "Efficiency")):
        with house_style():
            from matplotlib.figure import Figure

            figure = Figure(figsize=(6, 4))
            figure.suptitle(title, x=0.01, ha="left", fontsize=10)
            figure.subplots(1, 1).plot([0, 1, 2], [0, 1, 0.5], label="a line")
            figure.supxlabel("First line of a note,\nsecond line.", x=0.01, ha="left", fontsize=7)
            (figures / f"{name}.svg").write_bytes(figure_bytes(figure, "svg"))
    for path, frame in responses.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        frame.to_csv(root / path, index=False)
    for name, text in (("scoreboard", SCOREBOARD), ("scoreboard_modes", MODES), ("errata", ERRATA)):
        (root / f"results/{name}.csv").write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="session")
def accounts(responses):
    """What the workflow tells of each item."""
    common = {"part": "models", "code": "0123456789abcdef", "steps": 7, "chain": "fedcba9876543210"}
    return {
        "table_1_3": {
            **common, "rule": "tabulate_moments", "inputs": ["results/scoreboard.csv"], "given": [],
            "settings": {"simulation": {"samples": 500, "seed": 20190104}}, "seeds": {"simulation seed": 20190104},
        },
        "figure_1_8": {
            **common, "rule": "draw_model_figure", "inputs": list(responses), "given": ["results/errata.csv"],
            "settings": {"coverage": 0.95, "units": {"output": "percent of trend"}}, "seeds": {},
        },
        "figure_efficiency": {
            **common, "rule": "draw_efficiency", "inputs": ["results/errata.csv"], "given": [], "settings": {},
            "seeds": {},
        },
    }  # fmt: skip


@pytest.fixture(scope="session")
def content(folder, accounts):
    """Content read from the folder, as the script of the rule reads it."""
    files = {path for account in accounts.values() for path in (*account["inputs"], *account["given"])}
    checksums = {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in files}
    series = {"GDPC1": {"title": "Real gross domestic product", "vintage": "2022c", "sha256": "ab" * 32}}
    patch = pytest.MonkeyPatch()
    with patch.context() as here:
        here.chdir(folder)
        return assemble(
            scoreboard=read_texts("results/scoreboard.csv"),
            modes=read_texts("results/scoreboard_modes.csv"),
            errata=read_texts("results/errata.csv"),
            provenance=provenance_rows(accounts, checksums, {}).astype(str),
            about=ABOUT,
            series=json.loads(json.dumps(series)),
            note=read_note(NOTE),
            parts={"models": "Models"},
            tables={"models": ["results/tables/table_1_3.html"]},
            figures={"models": ["results/figures/figure_1_8.svg", "results/figures/figure_efficiency.svg"]},
            questions=plain_questions(
                read_questions(CLAIMS, read_texts("results/scoreboard.csv"), {"rises": "7 of 9"}, "baseline"), {}
            ),
        )


@pytest.fixture(scope="session")
def drawings(content):
    return {item.name: item.drawing.svg for item in content.items if item.drawing}


@pytest.fixture(scope="session")
def page(content, drawings, folder):
    """The page as text."""
    patch = pytest.MonkeyPatch()
    with patch.context() as here:
        here.chdir(folder)
        charts = charts_of(content)
    return build_page(plain(content), drawings, charts)


@pytest.fixture(scope="session")
def pdf(content, drawings):
    return typeset(plain(content), drawings)


@pytest.fixture(scope="module")
def browser():
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("needs a Chromium on the path")
    sync_api = pytest.importorskip("playwright.sync_api")
    switches = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=switches)
        yield launched
        launched.close()
