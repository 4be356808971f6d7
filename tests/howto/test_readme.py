"""The commands of the README are commands: each plans its jobs in a copy of the project that holds nothing else."""

import re
import shutil

import pytest
import yaml

from tests.conftest import PROJECT

pytestmark = pytest.mark.slow

README = (PROJECT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    command
    for command in dict.fromkeys(re.findall(r"`(snakemake [^`]+)`", README))
    # Its plan is that of `snakemake`; the report of a whole run is made in tests/pipeline/test_contract.py.
    if "--report" not in command
]
OVERLAY = re.search(r"Write `mine\.yaml`:\n+ *```yaml\n(.*?)```", README, re.DOTALL)


def test_every_command_plans_jobs_that_exist(reader):
    # Nothing is run, so that the settings may be those that everybody gets.
    shutil.copy2(PROJECT / "config/config.yaml", reader.folder / "config/config.yaml")
    reader.write(OVERLAY.group(1), "mine.yaml")
    assert list(yaml.safe_load(reader.read("mine.yaml"))["samples"]) == ["great_moderation", "extended"]
    assert len(COMMANDS) >= 8
    plans = {
        command: reader.run(command if "-n" in command.split() else f"{command} --dry-run") for command in COMMANDS
    }
    for command, plan in plans.items():
        assert re.search(r"^total +\d+$", plan, re.MULTILINE) or "Nothing to be done" in plan, command
    sample = next(plan for command, plan in plans.items() if "mine.yaml" in command)
    assert "figure_var_great_moderation" in sample and "var/extended" not in sample
    assert re.search(r"^compare_vintages +1$", next(p for c, p in plans.items() if "two_vintages" in c), re.MULTILINE)


@pytest.mark.parametrize("document", sorted(PROJECT.glob("docs/**/*.md")), ids=lambda path: path.stem)
def test_every_file_that_a_page_links_to_exists(document):
    for place in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
        assert (document.parent / place).exists(), place


def test_every_file_that_the_readme_links_to_exists():
    for place in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (PROJECT / place).exists(), place
