"""What all rules share: checked settings, the lock of the run, the version of the code, names of cases."""

import os
import sys
import time
from pathlib import Path

RUN_STARTED = time.time()
PROJECT = Path(workflow.basedir)
SOURCE = PROJECT / "src"
for _folder in (PROJECT / "workflow", SOURCE):
    if str(_folder) not in sys.path:
        sys.path.insert(0, str(_folder))
# The scripts import the package of this checkout, installed or not.
os.environ["PYTHONPATH"] = os.pathsep.join([str(SOURCE), *filter(None, [os.environ.get("PYTHONPATH")])])

import code_version as _code_version
import run_lock
import settings as _settings
from frictions.errors import FrictionsError


def stop(message):
    """End before anything runs, with one line instead of a traceback."""
    print(f"error: {message}", file=sys.stderr)
    sys.exit(1)


# An overlay cannot delete a key, so `post_volcker: null` drops a sample.
config["samples"] = {name: sample for name, sample in config["samples"].items() if sample is not None}
try:
    _settings.check_settings(config, PROJECT / "workflow/schemas/config.schema.json")
    if workflow.is_main_process and not workflow.dryrun:
        run_lock.acquire(Path(".frictions.lock"))
        run_lock.remove_leftovers(Path("results"))
except (_settings.WrongSetting, run_lock.AnotherRun) as error:
    stop(error)


def code_version(rule_name):
    """Hash of the package modules that the script of a rule imports."""
    return lambda wildcards: _code_version.code_version(PROJECT / f"scripts/{rule_name}.py", SOURCE)


SAMPLES = list(config["samples"])
# The models are matched to the first sample.
MAIN_SAMPLE = SAMPLES[0]
# How artificial samples are drawn: the settings of each scheme.
SCHEMES = {
    "bootstrap": config["bootstrap"],
    "bias_corrected": config["bootstrap"],
    "monte_carlo": config["monte_carlo"],
}
if config["bootstrap"]["band"] not in config["bootstrap"]["bands"]:
    stop(f"setting bootstrap.band: '{config['bootstrap']['band']}' is not among bootstrap.bands")


scattergather:
    bootstrap=config["bootstrap"]["chunks"],
    bias_corrected=config["bootstrap"]["chunks"],
    monte_carlo=config["monte_carlo"]["chunks"],


wildcard_constraints:
    sample="|".join(SAMPLES),
    scheme="|".join(SCHEMES),
    suffix="(_monte_carlo|_bias_corrected)?",
    series="[A-Za-z0-9_]+",
    scatteritem=r"\d+-of-\d+",


onerror:
    # Snakemake's account of a failure is long; this repeats at the end the one line that says what to mend.
    for path in sorted(Path("logs").rglob("*.log")):
        if path.stat().st_mtime >= RUN_STARTED:
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                if line.startswith("error: "):
                    print(line, file=sys.stderr)
