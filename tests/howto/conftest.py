"""Do what a page of docs/howto says, in a copy of the project."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import PROJECT

PAGES = PROJECT / "docs/howto"
BLOCK = re.compile(r"^```(?P<language>\w+)(?P<words>[^\n]*)\n(?P<content>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Reader:
    """Somebody who types what the page says; ``printed`` is what each block of commands printed."""

    folder: Path
    printed: list[str] = field(default_factory=list)

    def follow(self, page: str) -> None:
        """Write the files of a page and run its commands, in order."""
        for block in BLOCK.finditer((PAGES / page).read_text(encoding="utf-8")):
            where = dict(word.partition("=")[::2] for word in shlex.split(block["words"]))
            if block["language"] == "bash":
                self.printed.append(self.run(block["content"]))
            elif "file" in where:
                self.write(block["content"], **where)

    def run(self, commands: str) -> str:
        """Run in a shell that stops at the first failure; what it printed."""
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        settings = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        # Snakemake's own account of each job, which the tests read.
        settings["FRICTIONS_CONSOLE"] = "snakemake"
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", commands],
            cwd=self.folder,
            env={**os.environ, **settings, "PATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=3600,
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout[-3000:]}"
        return done.stdout

    def write(self, content: str, file: str, before: str | None = None, after: str | None = None) -> None:
        """Write a file, or put lines into one before or after the only line that begins like this."""
        path = self.folder / file
        if before is None and after is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
            return
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        (place,) = (i for i, line in enumerate(lines) if line.startswith(before or after))
        place += after is not None
        path.write_text("".join([*lines[:place], content, *lines[place:]]), encoding="utf-8")

    def read(self, file: str) -> str:
        return (self.folder / file).read_text(encoding="utf-8")


@pytest.fixture
def reader(small_build, tmp_path) -> Reader:
    """A reader with a project whose settings ask for few draws."""
    shutil.copytree(small_build.folder, tmp_path / "a project", symlinks=True)
    return Reader(tmp_path / "a project")
