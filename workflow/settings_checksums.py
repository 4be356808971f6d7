"""Files of settings count by what they say: a comment, a blank line or a date re-runs nothing.

Snakemake takes an input for changed when it is newer and its checksum is another one. For a YAML file the checksum is
here that of the parsed content, keys in their order, which can matter.
"""

import functools
import hashlib
import json
from pathlib import Path
from typing import Any

import yaml

from frictions.data.yaml_files import read_yaml


def install() -> None:
    """Put the checksum of the content in place of that of the bytes, for YAML files only."""
    from snakemake.io import _IOFile

    of_bytes = _IOFile.checksum
    if hasattr(of_bytes, "__wrapped__"):
        return

    @functools.wraps(of_bytes)
    async def checksum(self: Any, threshold: Any = None, force: bool = False, algorithm: Any = None) -> str | None:
        if str(self.file).endswith(".yaml") and algorithm in (None, "sha256"):
            found = content_checksum(Path(self.file))
            if found is not None:
                return found
        return await of_bytes(self, threshold, force, algorithm)

    _IOFile.checksum = checksum


def content_checksum(path: Path) -> str | None:
    """Checksum of the content of a YAML file, as Snakemake writes checksums; None if it cannot be read."""
    try:
        return _checksum(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, yaml.YAMLError):
        return None


@functools.cache
def _checksum(path: Path, date: int) -> str:
    text = json.dumps(read_yaml(path), default=str, ensure_ascii=False)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
