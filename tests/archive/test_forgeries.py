"""No package that its author forged and sealed anew is called verified, and each names the file."""

import json
import os
import shutil
import socket
import sys
from pathlib import Path

import pytest

from frictions.archive import confinement, verification
from frictions.archive.bag import check_bag
from frictions.archive.environment import checked_lock
from frictions.archive.errors import ArchiveError, CannotRebuild
from frictions.archive.layout import PAYLOAD
from frictions.archive.rebuild import Rebuilt
from frictions.archive.verification import CONSISTENT, INTACT, VERIFIED, Request, verify
from tests.archive.forgeries import FORGERIES, add_table, describe, seal_everything

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("confinable")]

INTERPRETER = Path(sys.executable)
CODE_CHANGED = {
    "list emptied, target without work",
    "no result and no list",
    "results among the code",
    "memory of a run",
    "code reads the package",
    "code links to the package",
    "needs a file above",
    "number changed",
}
"""Forgeries that need a rebuild of their own; the code of the others makes what the shared run made."""


def as_in_the_shared_run(toy_once: Path):
    """A rebuild of unchanged code, whose results are those of the shared run."""

    def rebuild(package, workspace, recipe, facts, *others):
        another = facts["platform"]["processor"] == "another one"
        return Rebuilt(toy_once, ("processor x in place of another one",) if another else ())

    return rebuild


@pytest.mark.parametrize("name", FORGERIES)
def test_no_forged_package_is_called_verified_and_each_names_the_file(name, packed, toy_once, monkeypatch):
    forge, named = FORGERIES[name]
    forge(packed)
    seal_everything(packed)
    assert not check_bag(packed).problems, "the forger left a trace in the seals"
    if name not in CODE_CHANGED:
        monkeypatch.setattr(verification, "rebuild", as_in_the_shared_run(toy_once))
    said: list[str] = []
    try:
        outcome = verify(Request(packed, interpreter=INTERPRETER, data=packed.parent), said.append)
    except ArchiveError as error:
        assert named in " ".join([str(error), *said])
    else:
        assert outcome.word == CONSISTENT
        assert [line for line in said if line.startswith("unseen") and named in line]


def test_the_unchanged_package_is_verified_by_the_same_way(packed, toy_once, monkeypatch):
    """So that none of the above is refused for another reason than its forgery."""
    seal_everything(packed)
    monkeypatch.setattr(verification, "rebuild", as_in_the_shared_run(toy_once))
    assert verify(Request(packed, interpreter=INTERPRETER), lambda line: None).word == VERIFIED


def test_the_word_depends_on_what_the_digest_was_held_against(packed, packed_once, toy_once, monkeypatch):
    monkeypatch.setattr(verification, "rebuild", as_in_the_shared_run(toy_once))

    def outcome(package=packed, **options):
        return verify(Request(package, interpreter=INTERPRETER, **options), lambda line: None)

    assert outcome(rebuilding=False).word == INTACT
    monkeypatch.chdir(packed)
    assert outcome(Path()).word == VERIFIED, "the file beside is found from within"
    (packed.parent / f"{packed.name}.sha256").unlink()
    assert outcome().word == CONSISTENT and "no digest from outside" in outcome().reason
    assert outcome(rebuilding=False).word == CONSISTENT
    assert outcome(digest=packed_once.digest).word == VERIFIED
    assert outcome(digest=packed_once.digest, unconfined=True).word == CONSISTENT


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://example.org/simple",
        "--extra-index-url https://example.org/simple",
        "--find-links .",
        "-e ./code",
        "-r other.txt",
        "numpy @ https://example.org/numpy.whl",
        "./wheels/numpy-2.0-py3-none-any.whl",
        "numpy>=2",
        "    --hash=md5:0123",
        "numpy==2.2.0 --config-settings=x=y",
    ],
)
def test_a_lock_that_holds_anything_but_pins_and_hashes_is_refused_by_line(packed, line):
    lock = packed / PAYLOAD / "code/requirements.lock"
    lock.write_text(lock.read_text() + line + "\n")
    number = len(lock.read_text().splitlines())
    with pytest.raises(CannotRebuild, match=f"requirements.lock: line {number} "):
        checked_lock(packed)


def test_the_lock_of_the_project_is_one(project, tmp_path):
    folder = tmp_path / PAYLOAD / "code"
    folder.mkdir(parents=True)
    shutil.copy(project / "requirements.lock", folder)
    assert "snakemake==" in checked_lock(tmp_path)


SPY = """
import json
import os
import pathlib
import socket
import subprocess

found = {"secret": os.environ.get("BEA_API_KEY"), "processes": []}
for path in pathlib.Path("/proc").glob("[0-9]*/environ"):
    try:
        found["processes"].append(b"BEA_API_KEY" in path.read_bytes())
    except OSError:
        pass
for place in PLACES:
    try:
        with open(place, "w") as stream:
            stream.write("here")
    except OSError as error:
        found[place] = type(error).__name__
for address in (("127.0.0.1", PORT), ("192.0.2.1", 80)):
    try:
        socket.create_connection(address, timeout=1).close()
        found[address[0]] = "reached"
    except OSError as error:
        found[address[0]] = type(error).__name__
for words in (["mount", "-o", "remount,bind,rw", "/"], ["unshare", "--user", "--map-root-user", "--mount", "true"]):
    found[words[0]] = subprocess.run(words, capture_output=True).returncode
pathlib.Path("found.json").write_text(json.dumps(found))
"""


def test_code_of_a_package_reads_no_environment_reaches_no_network_and_writes_nothing_outside(
    packed, tmp_path, monkeypatch
):
    """Its workflow and its programs try; its own installer is not run at all."""
    monkeypatch.setenv("BEA_API_KEY", "a secret")
    with socket.create_server(("127.0.0.1", 0)) as server:
        outside = [tmp_path / "outside", packed / "inside", Path.home() / ".frictions_spy", Path("/dev/shm/spy")]
        spy = SPY.replace("PLACES", repr([str(path) for path in outside])).replace("PORT", str(server.getsockname()[1]))
        for name in ("Snakefile", "scripts/draw_toy.py"):
            path = packed / PAYLOAD / "code" / name
            path.write_text(f"{spy}\n{path.read_text()}")
        script = packed / PAYLOAD / "code/workflow/install_environment.sh"
        script.parent.mkdir()
        script.write_text(f"touch '{tmp_path / 'installed'}'\n")
        seal_everything(packed)
        workspace = tmp_path / "a workspace"
        outcome = verify(Request(packed, interpreter=INTERPRETER, workspace=workspace), lambda line: None)
    assert outcome.word == VERIFIED, "what it tried changed no result"
    found = json.loads((workspace / "code/found.json").read_text())
    assert found.pop("secret") is None and not any(found.pop("processes"))
    assert found.pop("mount") != 0 and found.pop("unshare") != 0
    # Shared memory is a private file system that ends with the run.
    assert len(found) == 5 and "reached" not in found.values()
    assert not any(path.exists() for path in (*outside, tmp_path / "installed"))


def test_a_system_that_cannot_confine_refuses_before_anything_of_the_package_runs(packed, tmp_path, monkeypatch):
    workflow = packed / PAYLOAD / "code/Snakefile"
    workflow.write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\n{workflow.read_text()}")
    seal_everything(packed)
    monkeypatch.setattr(confinement.shutil, "which", lambda name: None)
    with pytest.raises(
        CannotRebuild, match=r"cannot keep the code of the package.*unshare.*--no-rebuild.*--unconfined"
    ):
        verify(Request(packed, interpreter=INTERPRETER), lambda line: None)
    assert not (tmp_path / "ran").exists()


def test_running_as_root_or_unconfined_is_said(packed, toy_once, monkeypatch):
    monkeypatch.setattr(verification, "rebuild", as_in_the_shared_run(toy_once))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    said: list[str] = []
    verify(Request(packed, interpreter=INTERPRETER), said.append)
    assert any(line.startswith("confined") and "you are root" in line for line in said)
    assert any("runs the code of the package" in line and "--no-rebuild" in line for line in said)
    verify(Request(packed, interpreter=INTERPRETER, unconfined=True), said.append)
    assert any(line.startswith("warning  unconfined") and "you are root" in line for line in said)


def test_files_outside_are_named_whatever_the_seals_say(packed):
    describe(packed, "../outside.csv")
    add_table(packed)
    seal_everything(packed)
    with pytest.raises(ArchiveError, match=r"ro-crate-metadata.json: it describes \.\./outside.csv, which is not in"):
        verify(Request(packed, rebuilding=False), lambda line: None)
