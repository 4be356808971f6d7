"""What all rules share: checked settings, the lock of the run, the version of the code, names of cases."""

import hashlib
import sys
from functools import cache
from pathlib import Path

import yaml

PROJECT = Path(workflow.basedir)
SOURCE = PROJECT / "src"
for _folder in (PROJECT / "workflow", SOURCE):
    if str(_folder) not in sys.path:
        sys.path.insert(0, str(_folder))

import code_version as _code_version
import earlier_results
import lineage as _lineage
import named_runs
import own_report
import package_path
import progress
import run_lock
import run_summary
import settings as _settings
import settings_checksums
import shapes
import surroundings
from frictions.data import seals
from frictions.data.yaml_files import read_yaml, with_numbers
from frictions.errors import FrictionsError

package_path.expose(SOURCE)
_code_version.remember_versions(SOURCE, PROJECT / "scripts")
settings_checksums.install()


def stop(message):
    """End before anything runs, with one line instead of a traceback."""
    print(f"error: {message}", file=sys.stderr)
    sys.exit(1)


if isinstance(config.get("samples"), dict):
    # An overlay cannot delete a key, so `post_volcker: null` drops a sample.
    config["samples"] = {name: sample for name, sample in config["samples"].items() if sample is not None}
RESULTS = Path("results")
RUN_MEMORY = Path(".snakemake/last_run.json")
OLD_LOGS = {}
try:
    surroundings.check_name(PROJECT)
    # Snakemake merges these files by itself, keeps the last of two equal keys and takes 1e-3 for a text.
    if workflow.is_main_process:
        for _path in ["config/config.yaml", *workflow.overwrite_configfiles]:
            shapes.read_file(Path(_path))
    config.update(with_numbers(config))
    _settings.check_settings(config, PROJECT / "workflow/schemas/config.schema.json")
    # Which run it is changes no number, so no rule is to depend on it.
    RUN, COMPARED_RUNS = config.pop("run", None), config.pop("compare_runs", [])
    EARLIER_RUN = config.pop("run_starts_from", None)
    if EARLIER_RUN is not None and RUN is None:
        stop("setting run_starts_from: only a run with a name can start from another one; give it one under run")
    if RUN is not None:
        if workflow.overwrite_workdir is not None:
            stop("setting run: a run with a name has a folder of its own; leave out --directory")
        named_runs.check_paths(config)
        # A job on another machine finds the folder as the main process made it.
        if workflow.is_main_process:
            workflow.workdir(named_runs.enter(Path.cwd(), RUN, EARLIER_RUN or named_runs.UNNAMED))
        else:
            workflow.workdir(named_runs.folder_of(Path.cwd(), RUN))
    # While this is read, `workflow.dryrun` does not know yet.
    if workflow.is_main_process and not workflow.output_settings.dryrun:
        surroundings.check_writable([Path("."), RESULTS, Path("logs"), Path(".snakemake")])
        if run_lock.acquire(Path(".frictions.lock")):
            run_lock.remove_leftovers(RESULTS)
            # What a killed run had deleted and not made again.
            earlier_results.put_back(RESULTS, earlier_results.unfinished_outputs(Path(".snakemake/incomplete")))
            earlier_results.forget(RESULTS)
            for _path in surroundings.distrust_future_results(RESULTS):
                print(f"warning: {_path} is dated in the future and will be made again", file=sys.stderr)
            OLD_LOGS.update({path: path.stat().st_mtime_ns for path in Path("logs").rglob("*.log")})
except (shapes.WrongSetting, named_runs.WrongRun, run_lock.AnotherRun, surroundings.UnfitSurroundings) as error:
    stop(error)


def code_version(rule_name):
    """Hash of the package modules that the script of a rule imports."""
    return lambda wildcards: _code_version.code_version(PROJECT / f"scripts/{rule_name}.py", SOURCE)


def pulled_by(wildcards):
    """The series that a job pulls: one over the network, otherwise all."""
    return [wildcards.series] if "series" in wildcards.keys() else list(PULLS.pulls)


def file_of_pull(pull, fred_qd_file):
    """The file that a series is read from; none where it comes over the network by itself."""
    return [fred_qd_file] if pull.source == "fred_qd" else [pull.path] if pull.path else []


def files_of_pull(wildcards):
    """The files that a job pulls its series from."""
    return [path for code in pulled_by(wildcards) for path in file_of_pull(PULLS.pulls[code], FRED_QD_FILE)]


def vintage_file(wildcards):
    """The file of a series of one of the vintages that are compared."""
    pull = VINTAGE_PULLS[wildcards.vintage].pulls[wildcards.series]
    return file_of_pull(pull, f"results/vintages/{wildcards.vintage}/data/fred_qd.csv")


def files_of_alternatives(wildcards):
    """The files that other suppliers and vintages of the data are read from; none for what comes over the network."""
    names = set()
    for changed in ROBUSTNESS["meanings"]["data"].values():
        settings = {**config["data"], **changed}
        asked = settings.get(settings["source"]) if settings["source"] in ("embedded", "directory") else None
        names.update([asked] if isinstance(asked, str) else asked or [])
    return sorted(
        str(file)
        for name in names
        for file in (Path(name).rglob("*") if Path(name).is_dir() else [Path(name)])
        if file.is_file()
    )


def of_compared(file):
    """A file of each vintage of a comparison, in the order of the settings."""
    return lambda wildcards: [f"results/vintages/{name}/{file}" for name in COMPARISONS[wildcards.comparison]]


def sweep_base(wildcards):
    """The experiment that a sweep starts from."""
    found = SWEEPS[wildcards.sweep]
    return f"config/experiments/{found.model}/{found.base}.yaml"


def points_of_job(wildcards):
    """Number and parameters of each point that a job of a sweep solves."""
    found = SWEEPS[wildcards.sweep]
    numbers = points_of_chunk(len(found.points), found.points_per_job, int(wildcards.chunk))
    return {number: found.points[number] for number in numbers}


def chunks_of_sweep(wildcards):
    """What the jobs of a sweep write, in the order of their points."""
    found = SWEEPS[wildcards.sweep]
    jobs = range(chunk_count(len(found.points), found.points_per_job))
    return [f"results/sweep/chunks/{found.model}/{wildcards.sweep}/{job}.parquet" for job in jobs]


def sweep_title(wildcards):
    """What is swept: model, way to solve it, where it starts."""
    found = SWEEPS[wildcards.sweep]
    changes = ", ".join(f"{name} = {value:g}" for name, value in found.fixed.items())
    parts = [found.model.replace("_", " "), found.mode.replace("_", " "), found.base, changes]
    return f"{wildcards.sweep}: {', '.join(filter(None, parts))}"


def sample_bounds(wildcards):
    """First and last quarter of a sample."""
    return dict(config["samples"][wildcards.sample])


def experiments(folder):
    """Names of the settings files of a folder, each checked: a new file is a new experiment."""
    paths = sorted(Path("config/experiments", folder).glob("*.yaml"))
    schema = PROJECT / f"workflow/schemas/{folder}.schema.json"
    for path in paths:
        try:
            content = shapes.read_file(shapes.named_as_experiment(path))
        except shapes.WrongSetting as error:
            stop(error)
        try:
            _settings.check_settings(content, schema)
        except shapes.WrongSetting as error:
            stop(" ".join(f"{path}: {error}".split()))
    return [path.stem for path in paths]


def of_sample(file):
    """The file of the sample that a figure of the VAR draws."""
    return lambda wildcards: f"results/var/{VAR_FIGURES[wildcards.var_figure]}/{file}"


def lines_of_figure(wildcards):
    """Responses of the models that a figure draws beside the VAR's."""
    return list(MODEL_FIGURES[wildcards.model_figure]["lines"].values())


def figure_number(name):
    """Where a figure of chapter 2 is in the source, for its title; nothing for one that is not there."""
    numbered = name.removeprefix("figure_2_")
    return f" (Figure 2.{numbered})" if numbered.isdigit() else ""


def with_ending(files, ending):
    """The renderings of one kind among the files that a target asks for, in its order."""
    return [str(path) for path in files if str(path).endswith(ending)]


def made(*paths):
    """Those files that some rule makes."""
    return [path for path in paths if any(rule.is_producer(path) for rule in workflow.rules)]


def hash_of_templates():
    """Hash of the templates that the report is set with, which no script imports."""
    folder = SOURCE / "frictions/report/templates"
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.iterdir()))).hexdigest()[:16]


@cache
def item_accounts():
    """What each table and figure of the report is made from, by item."""
    return _lineage.accounts(
        workflow.rules, {part: [*REPORT_TABLES[part], *REPORT_FIGURES[part]] for part in REPORT_PARTS}
    )


def files_of_items(wildcards):
    """The files that the rules of all tables and figures read, and those behind them that no rule makes."""
    return sorted({path for account in item_accounts().values() for path in (*account["inputs"], *account["given"])})


def of_cases(cases, file):
    """A file of every mode of attention, one of each case in order, and the settings of the cases."""
    files = {mode: [f"results/attention/{case}/{mode}/{file}" for case in cases] for mode in ATTENTION_MODES}
    return {**files, "experiments": [f"config/experiments/attention/{case}.yaml" for case in cases]}


def information_of_cases(wildcards):
    """What firms know in the cases of Table 1.4 or 1.5."""
    return of_cases(INFORMATION_TABLES[wildcards.information_table]["cases"], "information.csv")


def files_of_profile(wildcards):
    """Profile, minima, equilibria and settings of the estimation that a figure is about."""
    folder, name = PROFILE_FIGURES[wildcards.profile_figure]
    files = {file: f"results/attention/estimates/{folder}{file}.csv" for file in ("profile", "minima", "equilibria")}
    return {**files, "experiment": f"config/experiments/attention_estimates/{name}.yaml"}


def responses_of_cases(wildcards):
    """Responses in the cases of Figures 1.12 to 1.14."""
    return of_cases(SENSITIVITY_FIGURES[wildcards.sensitivity_figure]["cases"], "irf.csv")


SAMPLES = list(config["samples"])
# The models are matched to the first sample.
MAIN_SAMPLE = SAMPLES[0]
# How artificial samples are drawn: the settings of each scheme.
# Bands whose draws are made in their own way.
OWN_DRAWS = ["bias_corrected", "wild", "moving_block"]
SCHEMES = {
    "bootstrap": config["bootstrap"],
    **dict.fromkeys(OWN_DRAWS, config["bootstrap"]),
    "monte_carlo": config["monte_carlo"],
}
WANTED_DRAWS = [band for band in OWN_DRAWS if band in config["bootstrap"]["bands"]]
if config["bootstrap"]["band"] not in config["bootstrap"]["bands"]:
    stop(f"setting bootstrap.band: '{config['bootstrap']['band']}' is not among bootstrap.bands")


scattergather:
    bootstrap=config["bootstrap"]["chunks"],
    bias_corrected=config["bootstrap"]["chunks"],
    wild=config["bootstrap"]["chunks"],
    moving_block=config["bootstrap"]["chunks"],
    monte_carlo=config["monte_carlo"]["chunks"],
    band_coverage=config["band_coverage"]["chunks"],


def scope_of_run():
    """What the run is about, for its closing lines."""
    covered = frozenset(Path(file) for job in workflow.dag.jobs for file in job.output)
    # Packages and comparisons of runs are kept whatever the settings.
    others = [
        path
        for path in run_summary.files_below(RESULTS)
        if path not in covered and path.parts[1] not in named_runs.NO_RESULTS
    ]
    leftover = tuple(path for path in others if not made(str(path)))
    edited, unsealed = tuple(seals.edited(covered)), tuple(seals.unsealed(covered))
    shown_as = f"results/{RUN}" if RUN else "results"
    return run_summary.Scope(RESULTS, shown_as, covered, leftover, edited, unsealed)


@cache
def compared_runs():
    """The two runs that are held against each other, as they are now."""
    try:
        return named_runs.compared(Path("."), COMPARED_RUNS)
    except named_runs.WrongRun as error:
        stop(error)


wildcard_constraints:
    sample="|".join(SAMPLES),
    scheme="|".join(SCHEMES),
    suffix="|".join(["", *(f"_{scheme}" for scheme in SCHEMES)]),
    series="[A-Za-z0-9_]+",
    scatteritem=r"\d+-of-\d+",


if workflow.is_main_process and not (
    workflow.output_settings.dryrun or workflow.output_settings.verbose or workflow.output_settings.printshellcmds
):
    progress.attach(
        workflow.logger_manager.logger,
        lambda stream: run_summary.show_end(stream, scope_of_run(), RUN_MEMORY, ran=False),
        Path("benchmarks/rules"),
    )


onstart:
    try:
        surroundings.check_dates(
            {
                Path(file)
                for job in workflow.dag.needrun_jobs()
                for file in job.input
                if not Path(file).is_relative_to(RESULTS)
            }
        )
        earlier_results.keep(RESULTS, {Path(file) for job in workflow.dag.needrun_jobs() for file in job.output})
    except (surroundings.UnfitSurroundings, OSError) as error:
        stop(error)


onsuccess:
    earlier_results.forget(RESULTS)
    # Marking files as up to date makes none.
    if not workflow.touch:
        run_summary.show_end(sys.stderr, scope_of_run(), RUN_MEMORY, ran=True)


onerror:
    for job in workflow.dag.needrun_jobs():
        if earlier_results.put_back(RESULTS, map(Path, job.output)):
            workflow.persistence.started(job)
    earlier_results.forget(RESULTS)
    # Snakemake's account of a failure is long; this repeats at the end the one line that says what to mend.
    for path in sorted(Path("logs").rglob("*.log")):
        if path.stat().st_mtime_ns != OLD_LOGS.get(path):
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                if line.startswith("error: "):
                    print(line, file=sys.stderr)
