"""The checklist passes for a package as written and finds each planted fault."""

import re
import shutil
import subprocess
import sys

import pytest

from frictions.archive.audit import audit, report
from frictions.archive.errors import BrokenPackage


def failed(package) -> dict[str, str]:
    return {finding.item: finding.evidence for finding in audit(package) if finding.verdict == "fail"}


def test_a_package_as_written_passes_and_leaves_to_people_what_is_theirs(packed_once):
    assert failed(packed_once.folder) == {}
    human = {finding.item for finding in audit(packed_once.folder) if finding.verdict == "needs a human"}
    assert "The authors certify legitimate access to the data" in human
    assert "Tables, figures and numbers agree with those of the paper" in human


def test_of_nothing_nothing_is_proved(packed):
    """Without data and exhibits, what is about them neither passes nor fails."""
    payload = packed / "data"
    header = (payload / "inputs/datasets.csv").read_text().splitlines()[0]
    (payload / "inputs/datasets.csv").write_text(header + "\n")
    shutil.rmtree(payload / "results")
    readme = (payload / "README.md").read_text()
    rights = re.search(r"### License for Data\n\n(.*?)\n\n", readme, re.DOTALL)
    (payload / "README.md").write_text(readme.replace(rights[1], "No external data."))
    found = {finding.item: finding for finding in audit(packed)}
    for item in (
        "License for Data",
        "The rights to every dataset are stated",
        "Every dataset is provided, or described so that it can be obtained",
        "Every source of data is cited",
        "Access to every dataset is described",
        "Every table of numbers can be read",
        "Every table and figure is written by code",
    ):
        assert found[item].verdict == "not applicable", found[item]
    assert "- [-] Every source of data is cited: there is none" in report(packed, list(found.values()))


def test_no_item_passes_on_an_empty_or_merely_counted_ground(packed_once):
    for finding in audit(packed_once.folder):
        if finding.verdict == "pass":
            assert finding.evidence.strip()
            assert not re.match(r"0 |\d+ words", finding.evidence), finding


def replaced(name, old, new):
    def plant(payload):
        path = payload / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return plant


def written(name, content):
    def plant(payload):
        (payload / name).parent.mkdir(parents=True, exist_ok=True)
        (payload / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    return plant


HOME = "/" + "home/somebody/data.csv"
KEY = "-----BEGIN " + "PRIVATE KEY-----"
MAIL = "somebody" + "@" + "university.edu"


@pytest.mark.parametrize(
    ("plant", "item", "evidence"),
    [
        (replaced("README.md", "### Controlled Randomness", "### Luck"), "Controlled Randomness", "no such section"),
        (replaced("README.md", "MIT; see `LICENSE`.", ""), "License for Code", "empty"),
        (replaced("README.md", "[GDP, dataset]", ""), "Every source of data is cited", "GDP"),
        (
            replaced("inputs/datasets.csv", "public domain (work of a government)", ""),
            "The rights to every dataset are stated",
            "GDP",
        ),
        (
            replaced("inputs/datasets.csv", "toy/GDP.csv,", "toy/GNP.csv,"),
            "Every dataset is provided, or described so that it can be obtained",
            "GNP.csv",
        ),
        (written("results/mystery.csv", "a\n1\n"), "The codebook describes every data file", "results/mystery.csv"),
        (written("results/tables/table_1_1.csv", "a,b\n1\n"), "Every table of numbers can be read", "row 2"),
        (written("results/tables/table_9.csv", "a\n1\n"), "Every table and figure is written by code", "table_9.csv"),
        (
            written("results/tables/table_9.csv", "a\n1\n"),
            "Every table and figure is listed with its program",
            "table_9.csv",
        ),
        (
            written("inputs/more.csv", b"PK\x03\x04rest"),
            "There are no ZIP or other archive files",
            "inputs/more.csv: zip",
        ),
        (written("inputs/more.xlsx", b"x"), "Files are in open formats", "inputs/more.xlsx"),
        (written("inputs/my data.csv", b"x"), "File names are portable", "my data.csv"),
        (written("inputs/DATASETS.csv", b"x"), "File names are portable", "inputs/datasets.csv"),
        (written("inputs/none.csv", b""), "No data file is empty", "inputs/none.csv"),
        (written("code/note.txt", f"see {HOME}"), "No file names an absolute path of a machine", "code/note.txt"),
        (written("code/note.txt", KEY), "No file holds a password, key or token", "a private key"),
        (
            written("code/note.txt", MAIL),
            "No file holds e-mail addresses, telephone or social security numbers",
            "e-mail",
        ),
        (written("code/requirements.lock", "numpy==2.2.0\n"), "Every package is pinned, with its hashes", "numpy"),
        (written("run/facts.json", "{}"), "System, hardware, time and memory are stated", "no processor"),
        (
            written("code/config/more.yaml", "seed: 7\n"),
            "Every seed is documented by file and line",
            "config/more.yaml, line 1",
        ),
        (
            written("code/scripts/loose.py", "import numpy as np\nnp.random." + "seed(1)\n"),
            "No program draws from a generator without a seed",
            "scripts/loose.py, line 2",
        ),
        (lambda payload: (payload / "LICENSE").unlink(), "There are a licence and a citation file", "LICENSE"),
        (lambda payload: (payload / "code/Makefile").unlink(), "One main file runs everything", "Makefile"),
        (
            replaced("ro-crate-metadata.json", "Data and code for:", "Files of"),
            'The title begins with "Data and Code for:" and names the authors',
            "Files of",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_fault_fails_its_item_and_names_the_file(packed, plant, item, evidence):
    plant(packed / "data")
    assert evidence in failed(packed)[item]


def test_the_command_writes_markdown_and_tells_by_its_exit_code(packed, tmp_path):
    def run(*arguments) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-S", str(packed / "verify.py"), "audit", *arguments]
        return subprocess.run(command, capture_output=True, text=True)

    assert run("--output", str(tmp_path / "checklist.md")).returncode == 0
    assert (tmp_path / "checklist.md").read_text() == report(packed, audit(packed))
    (packed / "data/code/LICENSE.zip").write_bytes(b"PK\x03\x04")
    done = run()
    assert done.returncode == 1
    assert "- [ ] There are no ZIP or other archive files: code/LICENSE.zip: zip" in done.stdout


def test_a_folder_that_is_no_package_is_refused(tmp_path):
    with pytest.raises(BrokenPackage, match="not a package"):
        audit(tmp_path)
