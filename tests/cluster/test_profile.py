"""The profile for SLURM against the workflow it is for."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

SNAKEMAKE = str(Path(sys.executable).with_name("snakemake"))


@pytest.fixture(scope="module")
def profile(project):
    return yaml.safe_load((project / "profiles/slurm/config.yaml").read_text(encoding="utf-8"))


def test_every_rule_that_the_profile_names_exists(project, profile):
    text = "\n".join(path.read_text(encoding="utf-8") for path in (project / "workflow/rules").glob("*.smk"))
    rules = set(re.findall(r"^rule (\w+):", text, re.MULTILINE))
    assert set(profile["groups"]) | set(profile["set-resources"]) <= rules
    assert set(profile["group-components"]) <= set(profile["groups"].values())


@pytest.mark.slow
def test_no_group_waits_for_itself(project, profile):
    """A job outside a group that lies between two jobs of the group would wait for it, and the group for the job."""
    drawn = subprocess.run(
        [SNAKEMAKE, "--cores", "1", "--rulegraph", "--forceall", "--dry-run"],
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    names = dict(re.findall(r'^\s*(\d+)\[label = "(\w+)', drawn, re.MULTILINE))
    edges = {(names[a], names[b]) for a, b in re.findall(r"^\s*(\d+) -> (\d+)", drawn, re.MULTILINE)}
    assert len(edges) > 20
    after = {rule: {b for a, b in edges if a == rule} for rule in names.values()}
    for group in set(profile["groups"].values()):
        members = {rule for rule, name in profile["groups"].items() if name == group} & set(after)
        outside = set().union(*(after[rule] for rule in members)) - members
        reached = set()
        while outside:
            rule = outside.pop()
            reached.add(rule)
            outside |= after[rule] - reached
        assert not reached & members, group
