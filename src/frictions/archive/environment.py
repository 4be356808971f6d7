"""Installing the lock of a package: by this program, not by a script of the package. Standard library only."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from frictions.archive.errors import CannotRebuild
from frictions.archive.layout import LOCK, PAYLOAD

BUILT_FROM_SOURCE = ("bagit", "connection-pool")
"""Packages that their publishers give out as source only. Building others would run code that a lock chose."""

_PIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(\[[A-Za-z0-9,._-]+\])?==[A-Za-z0-9.!+_-]+( ; [^\\]+)?( \\)?")
_HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
_SETTINGS = ("PIP_", "UV_", "SSL_CERT_", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Beginnings of the variables that say how a package index is reached."""
_KEPT = ("PATH", "HOME", "SYSTEMROOT", "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


def checked_lock(package: Path) -> str:
    """Text of the lock: pinned versions and their hashes, nothing else.

    Raises
    ------
    CannotRebuild
        If a line is another option of the installer, an address or a package without a pinned version or hash.
    """
    try:
        text = (package / PAYLOAD / LOCK).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise CannotRebuild(f"{PAYLOAD}/{LOCK}: it cannot be read ({type(error).__name__})") from None
    lines = [line.rstrip() for line in text.splitlines()]
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.lstrip().startswith("#") and not (_PIN.fullmatch(line) or _HASH.fullmatch(line)):
            raise CannotRebuild(
                f"{PAYLOAD}/{LOCK}: line {number} is neither a pinned version nor its SHA-256: {line!r}"
            )
    return text


def make_environment(package: Path, workspace: Path, prefix: Sequence[str]) -> Path:
    """Install the lock of the package and return the interpreter; the only step that needs a package index.

    Parameters
    ----------
    package, workspace : Path
        The package, and the folder to work in.
    prefix : sequence of str
        Command that runs another one with access to the workspace only.

    Raises
    ------
    CannotRebuild
        If the lock is none or cannot be installed; the message carries the installer's last lines.
    """
    lock, folder = workspace / "requirements.lock", workspace / "environment"
    lock.write_text(checked_lock(package), encoding="utf-8")
    python = folder / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    install += ["--no-cache-dir", "--compile", "--require-hashes", "--only-binary", ":all:"]
    install += ["--no-binary", ",".join(BUILT_FROM_SOURCE), "--requirement", str(lock)]
    for command in ([sys.executable, "-m", "venv", str(folder)], install):
        done = subprocess.run(
            [*prefix, *command], cwd=workspace, env=_environment(workspace), capture_output=True, text=True
        )
        if done.returncode != 0:
            said = " / ".join([line.strip() for line in done.stderr.splitlines() if line.strip()][-3:])
            raise CannotRebuild(f"{PAYLOAD}/{LOCK}: it cannot be installed here: {said or 'no message'}")
    return python


def _environment(workspace: Path) -> dict[str, str]:
    """What an installer needs of this machine, and no key of anything else."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith(_SETTINGS)}
    temporary = workspace / "tmp"
    temporary.mkdir(exist_ok=True)
    return {**kept, "TMPDIR": str(temporary), "LC_ALL": "C.UTF-8"}
