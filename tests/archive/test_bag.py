"""Every change of a package is found and named."""

import random
import re
import shutil
import subprocess
import sys

import bagit
import pytest

from frictions.archive.bag import check_bag, file_digest, manifest_text, walk
from frictions.archive.errors import BrokenPackage
from frictions.archive.layout import MANIFEST, TAG_FILES, TAG_MANIFEST
from frictions.archive.verification import check_files

CHANGES = 100


def complaint(package) -> str:
    with pytest.raises(BrokenPackage) as caught:
        check_files(package, None, lambda line: None)
    return str(caught.value)


def sidecar(package):
    return package.parent / f"{package.name}.sha256"


def reseal(package) -> None:
    """Write both manifests anew, as somebody would who hides a change."""
    names = list(walk(package))
    payload = {name: file_digest(package / name) for name in names if name.startswith("data/")}
    (package / MANIFEST).write_text(manifest_text(payload))
    tags = {name: file_digest(package / name) for name in names if "/" not in name and name != TAG_MANIFEST}
    (package / TAG_MANIFEST).write_text(manifest_text(tags))


def random_changes(package, seed):
    """Files and bytes to change: every tag file ten times, then files at random, small ones as often as large ones."""
    generator = random.Random(seed)
    names = [name for name in walk(package) if (package / name).stat().st_size]
    chosen = [name for name in (*TAG_FILES, TAG_MANIFEST) for _ in range(10)]
    chosen += [generator.choice(names) for _ in range(CHANGES - len(chosen))]
    for name in chosen:
        place = generator.randrange((package / name).stat().st_size)
        yield name, place, generator.randrange(1, 256)


def test_a_package_as_written_has_no_problem(packed_once):
    said = []
    check_files(packed_once.folder, None, said.append)
    assert check_bag(packed_once.folder).digest == packed_once.digest
    assert "as in frictions-" in said[1]


@pytest.mark.parametrize("beside", [True, False], ids=["with the file beside it", "by itself"])
def test_each_of_100_random_single_byte_changes_is_found_and_named(packed, beside):
    if not beside:
        sidecar(packed).unlink()
    count = 0
    for name, place, change in random_changes(packed, seed=20261121):
        whole = (packed / name).read_bytes()
        (packed / name).write_bytes(whole[:place] + bytes([whole[place] ^ change]) + whole[place + 1 :])
        bag = check_bag(packed)
        assert bag.problems, f"{name}, byte {place} ^ {change}"
        assert name in " ".join(map(str, bag.problems)), f"{name}, byte {place}: {bag.problems}"
        (packed / name).write_bytes(whole)
        count += 1
    assert count == CHANGES
    assert not check_bag(packed).problems


@pytest.mark.parametrize("name", [MANIFEST, TAG_MANIFEST])
def test_the_case_of_a_digit_of_a_manifest_counts(packed, name):
    text = (packed / name).read_text()
    place = re.search("[a-f]", text).start()
    (packed / name).write_text(text[:place] + text[place].upper() + text[place + 1 :])
    assert name in complaint(packed)


@pytest.mark.parametrize("name", [MANIFEST, TAG_MANIFEST])
@pytest.mark.parametrize("change", ["swapped lines", "repeated line", "other line ends", "no last line end"])
def test_the_form_of_a_manifest_counts(packed, name, change):
    lines = (packed / name).read_text().splitlines()
    text = {
        "swapped lines": "\n".join([lines[1], lines[0], *lines[2:], ""]),
        "repeated line": "\n".join([*lines, lines[0], ""]),
        "other line ends": "\r\n".join([*lines, ""]),
        "no last line end": "\n".join(lines),
    }[change]
    (packed / name).write_bytes(text.encode())
    sidecar(packed).unlink()
    assert name in complaint(packed)


@pytest.mark.parametrize("name", ["data/code/extra.py", "extra.txt", "data/results/.hidden"])
def test_an_added_file_is_named(packed, name):
    (packed / name).write_text("")
    assert complaint(packed).startswith(name)


def test_an_added_folder_is_named(packed):
    (packed / "data/code/__pycache__").mkdir()
    assert complaint(packed).startswith("data/code/__pycache__")


@pytest.mark.parametrize("name", ["data/code/Snakefile", "bag-info.txt", MANIFEST, TAG_MANIFEST, "verify.py"])
def test_a_missing_file_is_named(packed, name):
    (packed / name).unlink()
    assert complaint(packed).startswith(name)


def test_a_renamed_file_is_named_under_both_names(packed):
    (packed / "data/README.md").rename(packed / "data/readme.md")
    named = {problem.file for problem in check_bag(packed).problems}
    assert {"data/README.md", "data/readme.md"} <= named


def test_a_link_in_place_of_a_file_with_the_same_content_is_named(packed, tmp_path):
    shutil.move(packed / "data/LICENSE", tmp_path / "LICENSE")
    (packed / "data/LICENSE").symlink_to(tmp_path / "LICENSE")
    assert "data/LICENSE: a symbolic link" in complaint(packed)


def test_a_hidden_change_is_found_only_against_the_digest_kept_outside(packed, packed_once):
    (packed / "data/logs/tabulate_toy.log").write_text("three rows")
    reseal(packed)
    (packed / "bag-info.txt").write_text((packed / "bag-info.txt").read_text())
    octets = sum((packed / name).stat().st_size for name in walk(packed) if name.startswith("data/"))
    text = re.sub(r"Payload-Oxum: \d+", f"Payload-Oxum: {octets}", (packed / "bag-info.txt").read_text())
    (packed / "bag-info.txt").write_text(text)
    reseal(packed)
    assert TAG_MANIFEST in complaint(packed)
    sidecar(packed).unlink()
    assert not check_bag(packed).problems
    with pytest.raises(BrokenPackage, match=TAG_MANIFEST):
        check_files(packed, packed_once.digest, lambda line: None)


def test_a_changed_file_beside_the_package_is_found(packed):
    text = sidecar(packed).read_text()
    sidecar(packed).write_text(("1" if text[0] != "1" else "2") + text[1:])
    assert sidecar(packed).name in complaint(packed)


def test_other_programs_accept_the_package_and_refuse_a_changed_one(packed):
    def sums() -> bool:
        commands = [("..", sidecar(packed).name), (".", TAG_MANIFEST), (".", MANIFEST)]
        return all(
            subprocess.run(["sha256sum", "--status", "--strict", "--check", name], cwd=packed / folder).returncode == 0
            for folder, name in commands
        )

    assert sums()
    bagit.Bag(str(packed)).validate()
    (packed / "data/LICENSE").write_bytes((packed / "data/LICENSE").read_bytes().replace(b"MIT", b"BSD", 1))
    assert not sums()
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(packed)).validate()


def test_the_program_in_the_package_needs_only_python_and_writes_nothing_into_it(packed):
    def run() -> subprocess.CompletedProcess[str]:
        # Isolated, and without the packages of this environment.
        command = [sys.executable, "-I", "-S", str(packed / "verify.py"), "--no-rebuild"]
        return subprocess.run(command, capture_output=True, text=True)

    before = list(walk(packed))
    done = run()
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "intact: no result was made again"
    assert list(walk(packed)) == before
    (packed / "data/README.md").write_text("nothing")
    done = run()
    assert done.returncode == 1
    assert done.stderr.startswith("error: data/README.md: ")


def test_a_damaged_verifier_in_the_package_says_so(packed):
    (packed / "data/code/src/frictions/archive/bag.py").write_text("(")
    done = subprocess.run([sys.executable, "-I", str(packed / "verify.py")], capture_output=True, text=True)
    assert done.returncode == 1
    assert "the verifier is damaged" in done.stderr


def test_what_is_not_a_package_is_refused(tmp_path):
    assert "no such folder" in complaint(tmp_path / "nothing")
    (tmp_path / "empty").mkdir()
    assert "missing" in complaint(tmp_path / "empty")
