"""What a person sees during a run and at its end."""

import hashlib
import io
import json
import logging
from types import SimpleNamespace

import progress
import pytest
import run_summary

PAUSES = 10.0


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def timings(tmp_path):
    """Benchmarks of an earlier run: ten seconds a draw, two a figure."""
    for rule, seconds in (("draw_responses/1", 8), ("draw_responses/2", 12), ("draw_figure", 2), ("broken", "x")):
        path = tmp_path / f"{rule}.tsv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"s\th:m:s\n{seconds}\t0:00:00\n", encoding="utf-8")
    return tmp_path


def run(stream, timings, ended=None):
    """A filter and a function that sends it an event ten seconds after the last."""
    clock = SimpleNamespace(now=0.0)
    follower = progress.Progress(stream, ended or (lambda out: out.write("the end\n")), timings, lambda: clock.now)

    def send(event, message="", level=logging.INFO, **fields):
        clock.now += PAUSES
        record = logging.makeLogRecord({"msg": message, "levelno": level, **fields})
        if event:
            record.event = event
        return follower.filter(record)

    return send, follower


def start(send):
    send("resources_info", "Provided cores: 2", cores=2)
    send("run_info", stats={"draw_responses": 2, "draw_figure": 1, "total": 3})


def test_a_run_shows_what_is_done_what_is_running_and_what_is_left(timings):
    stream = io.StringIO()
    send, _ = run(stream, timings)
    start(send)
    send("job_info", jobid=5, rule_name="draw_responses", wildcards={"sample": "baseline", "scatteritem": "1-of-2"})
    send("job_finished", job_id=5)
    send("progress", done=1, total=3)
    lines = stream.getvalue().splitlines()
    # Two draws of ten seconds and a figure of two on two cores.
    assert lines[0].startswith("3 steps to do, about 0:11 to go")
    assert lines[1].startswith("[0/3   0%] 0:30, about 0:11 to go | running draw_responses baseline 1-of-2")
    assert lines[1].endswith("| left 1 draw_responses, 1 draw_figure")
    assert lines[2] == "[1/3  33%] 0:50, about 0:06 to go | left 1 draw_responses, 1 draw_figure"


def test_without_earlier_timings_no_time_is_promised(tmp_path):
    stream = io.StringIO()
    send, _ = run(stream, tmp_path)
    start(send)
    assert "to go" not in stream.getvalue()


def test_lines_come_with_a_pause_where_nobody_watches_but_the_last_always(timings, monkeypatch):
    monkeypatch.setattr(progress, "PAUSE", 25.0)
    stream = io.StringIO()
    send, _ = run(stream, timings)
    start(send)
    for done in (1, 2, 3):
        send("progress", done=done, total=3)
    assert [line[:5] for line in stream.getvalue().splitlines()] == ["3 ste", "[1/3 ", "[3/3 "]


def test_a_terminal_keeps_one_line(timings):
    stream = Terminal()
    send, _ = run(stream, timings)
    start(send)
    for done in (1, 2, 3):
        send("progress", done=done, total=3)
    assert stream.getvalue().count("\n") == 2
    assert stream.getvalue().count("\r\x1b[K[") == 3


@pytest.mark.parametrize(
    ("event", "message", "level", "passes"),
    [
        ("workflow_started", "SNAKEMAKE", logging.INFO, False),
        ("shellcmd", "", logging.INFO, False),
        (None, "Select jobs to execute...", logging.INFO, False),
        (None, "Will exit after finishing currently running jobs (scheduler).", logging.INFO, True),
        (None, "Building DAG of jobs went wrong", logging.WARNING, True),
        ("job_error", "Error in rule x", logging.ERROR, True),
        ("error", "no file", logging.ERROR, True),
    ],
)
def test_errors_and_warnings_pass_and_chatter_does_not(timings, event, message, level, passes):
    send, _ = run(io.StringIO(), timings)
    assert send(event, message, level) is passes


def test_a_run_with_nothing_to_do_shows_the_end(timings):
    from snakemake.common import NOTHING_TO_BE_DONE_MSG

    stream = io.StringIO()
    send, _ = run(stream, timings)
    assert send(None, NOTHING_TO_BE_DONE_MSG) is False
    assert stream.getvalue() == "the end\n"


def test_the_filter_is_put_on_snakemakes_console_only(timings, monkeypatch):
    logger = logging.Logger("test")
    console, file = logging.StreamHandler(io.StringIO()), logging.StreamHandler(io.StringIO())
    console.name, file.name = progress.HANDLER, "DefaultLogFileHandler"
    logger.addHandler(file)
    assert not progress.attach(logger, print, timings)
    logger.addHandler(console)
    assert progress.attach(logger, print, timings)
    assert (len(console.filters), len(file.filters)) == (1, 0)
    monkeypatch.setenv("FRICTIONS_CONSOLE", "snakemake")
    assert not progress.attach(logger, print, timings)


def test_snakemake_names_its_console_as_the_filter_expects():
    from snakemake.logging import LoggerManager
    from snakemake.settings.types import OutputSettings

    manager = LoggerManager(logging.Logger("test"), OutputSettings())
    assert [handler.name for handler in manager.logger.handlers] == [progress.HANDLER]


@pytest.fixture
def results(tmp_path):
    folder = tmp_path / "results"
    for name, text in (
        ("tables/table_1.csv", "a\n1\n"),
        ("figures/figure_1.svg", "<svg/>"),
        ("report/report.html", ""),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "scoreboard.csv").write_text("item,verdict\na.b,exact\na.c,differs\n", encoding="utf-8")
    return folder


def memory_of(results):
    return results.parent / "engine/last_run.json"


def told(results, *, ran=True, without=(), leftover=()):
    """The closing lines of a run that covers all files that are there, but for some."""
    covered = frozenset(path for path in run_summary.files_below(results) if path.name not in without)
    scope = run_summary.Scope(results, "results/mine", covered, tuple(results / name for name in leftover))
    stream = io.StringIO()
    run_summary.show_end(stream, scope, memory_of(results), ran=ran)
    return stream.getvalue().splitlines()


def test_a_first_run_counts_verdicts_and_says_where_to_look(results):
    assert told(results) == [
        "first run here: 3 tables and figures",
        "2 published results: 1 exact, 0 close, 0 sign, 0 not distinguishable, 1 differs (0 unexplained), "
        "0 not comparable",
        "look at results/mine/report/report.html",
    ]
    kept = json.loads(memory_of(results).read_text(encoding="utf-8"))
    assert kept["verdicts"] == {"a.b": "exact", "a.c": "differs"}
    assert kept["files"]["tables/table_1.csv"] == hashlib.sha256(b"a\n1\n").hexdigest()


def test_what_of_the_claims_holds_is_said_before_the_counts(results):
    summaries = [f"{source}: of 2 headline claims 1 holds and 1 does not hold." for source in ("One", "Two")]
    path = results / "report/headlines.json"
    path.write_text(json.dumps([{"summary": summary} for summary in summaries]), encoding="utf-8")
    lines = told(results)
    assert lines[1:3] == summaries and lines[3].startswith("2 published results")
    assert not set(summaries) & set(told(results, without=("headlines.json",)))


def test_what_is_put_in_is_counted_apart_and_what_is_unexplained_is_said(results):
    rows = [
        "a.b,exact,",
        "a.c,differs,unexplained",
        "a.d,differs,data substitute",
        "in.e,exact,",
        "in.f,not comparable,",
    ]
    (results / "scoreboard.csv").write_text("\n".join(["item,verdict,cause", *rows, ""]), encoding="utf-8")
    summary = "part,items,exact,close,sign,not distinguishable,differs,not comparable\nVAR,3,1,0,0,0,2,0\n"
    (results / "scoreboard_summary.csv").write_text(f"{summary}Inputs and labels,2,1,0,0,0,0,1\n", encoding="utf-8")
    assert told(results)[1:3] == [
        "3 published results: 1 exact, 0 close, 0 sign, 0 not distinguishable, 2 differs (1 unexplained), "
        "0 not comparable",
        "2 inputs and labels apart: 1 exactly as printed",
    ]


def test_an_equal_run_changes_nothing(results):
    told(results)
    before = memory_of(results).read_bytes()
    assert told(results)[0] == "no change in 3 tables and figures since the last run"
    assert memory_of(results).read_bytes() == before


def test_changed_new_and_lost_files_and_verdicts_are_named(results):
    told(results)
    (results / "tables/table_1.csv").write_text("a\n2\n", encoding="utf-8")
    (results / "tables/table_2.csv").write_text("a\n2\n", encoding="utf-8")
    (results / "figures/figure_1.svg").unlink()
    (results / "scoreboard.csv").write_text("item,verdict\na.b,close\na.c,differs\n", encoding="utf-8")
    assert told(results)[:2] == [
        "since the last run, of 3 tables and figures: 2 changed (scoreboard.csv, table_1.csv), 1 new (table_2.csv), "
        "1 gone (figure_1.svg)",
        "verdicts that changed: a.b exact -> close",
    ]


def test_a_damaged_memory_of_the_last_run_is_a_first_run(results):
    told(results)
    memory_of(results).write_text("{", encoding="utf-8")
    assert told(results)[0].startswith("first run here")


def test_nothing_is_compared_where_nothing_ran(results):
    assert told(results, ran=False)[0] == "nothing to do: every result is up to date"
    assert not memory_of(results).exists()


def test_a_run_of_a_part_says_nothing_about_other_parts(results):
    told(results)
    (results / "tables/table_1.csv").write_text("a\n2\n", encoding="utf-8")
    (results / "figures/figure_1.svg").write_text("<svg></svg>", encoding="utf-8")
    part = told(results, without=("scoreboard.csv", "report.html", "figure_1.svg"))
    assert part == [
        "since the last run, of 1 tables and figures: 1 changed (table_1.csv)",
        "not part of this run, and perhaps older than the settings: "
        "results/mine/scoreboard.csv, results/mine/report/report.html",
        "look at results/mine/tables",
    ]
    # The figure changed before the part was run: the next whole run tells it.
    assert told(results)[0] == "since the last run, of 3 tables and figures: 1 changed (figure_1.svg)"


def test_what_no_rule_makes_now_is_named(results):
    (results / "var").mkdir()
    (results / "var/irf.csv").write_text("", encoding="utf-8")
    lines = told(results, without=("irf.csv",), leftover=("var/irf.csv",))
    assert "left by other settings, made by no rule now: 1 of the files (results/mine/var/irf.csv)" in lines


def test_verdicts_are_listed_as_the_scoreboard_has_them():
    from frictions.verdicts import VERDICTS

    assert run_summary.VERDICTS == VERDICTS
