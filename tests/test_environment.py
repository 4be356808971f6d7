"""environment.yml, pyproject.toml and requirements.lock tell the same story."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def conda(project):
    return yaml.safe_load((project / "environment.yml").read_text())["dependencies"]


@pytest.fixture(scope="module")
def declared(project):
    metadata = tomllib.loads((project / "pyproject.toml").read_text())["project"]
    texts = metadata["dependencies"] + [text for extra in metadata["optional-dependencies"].values() for text in extra]
    return {canonicalize_name(Requirement(text).name): Requirement(text) for text in texts}


def locked_version(project, name: str, python: str) -> str:
    for line in (project / "requirements.lock").read_text().splitlines():
        if re.match(r"[A-Za-z0-9]", line):
            requirement = Requirement(line.rstrip(" \\"))
            marker = requirement.marker
            applies = marker is None or marker.evaluate(
                {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux"}
            )
            if canonicalize_name(requirement.name) == name and applies:
                return next(iter(requirement.specifier)).version
    raise AssertionError(f"{name} is not in requirements.lock")


def test_conda_environment_pins_what_the_lock_pins(project, conda, declared):
    python = next(entry for entry in conda if isinstance(entry, str) and entry.startswith("python="))[len("python=") :]
    pins = next(entry for entry in conda if isinstance(entry, dict))["pip"]
    versions = {name: locked_version(project, name, python) for name in declared}
    assert {canonicalize_name(pin.split("==")[0]): pin.split("==")[1] for pin in pins} == versions


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_lock_satisfies_every_declared_requirement(project, declared, python):
    for name, requirement in declared.items():
        assert requirement.specifier.contains(locked_version(project, name, python)), requirement


def test_lock_holds_hashes_and_no_address(project):
    lock = (project / "requirements.lock").read_text()
    assert "://" not in lock
    pins = [block for block in re.split(r"\n(?=[A-Za-z0-9])", lock) if "==" in block.splitlines()[0]]
    assert len(pins) > 50
    assert all("--hash=sha256:" in pin for pin in pins)
