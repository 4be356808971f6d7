"""Writing files so that a reader never meets half of one."""

import hashlib
import os
import tempfile
from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file's content in one step: a temporary file in the same folder, synced, then renamed.

    Parameters
    ----------
    path : Path
        Destination; its folder is made if need be. On any failure it keeps its old content.
    content : bytes
        New content.

    Raises
    ------
    OSError
        If it cannot be written, for want of space or of permission; carries the destination.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        # The system names the temporary file, or none at all.
        raise OSError(error.errno, error.strerror or str(error), str(path)) from None


def sha256_of(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
