"""What a machine is: platform, hardware and installed packages. Standard library only.

``python -m frictions.archive.machine`` prints these facts for the interpreter that runs it.
"""

import hashlib
import json
import os
import platform
import re
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

PLATFORM = ("system", "machine", "libc", "processor", "instructions", "python", "implementation")
"""What must agree for numbers to be expected byte for byte: compiled libraries choose their arithmetic by it."""


def describe_platform() -> dict[str, str]:
    """System, architecture, C library, processor with a digest of its instruction sets, and Python."""
    processor, flags = _processor()
    return {
        "system": platform.system(),
        "machine": platform.machine(),
        "libc": " ".join(platform.libc_ver()).strip(),
        "processor": processor,
        "instructions": hashlib.sha256(" ".join(sorted(flags)).encode()).hexdigest()[:16],
        "python": platform.python_version(),
        "implementation": sys.implementation.name,
    }


def describe_hardware() -> dict[str, Any]:
    """Processor, number of logical cores and memory in GiB (None where it cannot be read)."""
    memory = None
    if "SC_PHYS_PAGES" in os.sysconf_names:
        memory = round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30, 1)
    return {"processor": _processor()[0], "logical_cores": os.cpu_count(), "memory_gib": memory}


def installed_packages(names: Iterable[str] | None = None) -> dict[str, str]:
    """Versions of the packages of this interpreter by normalised name, all or those of a list."""
    versions = _versions()
    wanted = versions if names is None else {normalised(name) for name in names}
    return {name: versions[name] for name in sorted(wanted) if name in versions}


@cache
def _versions() -> dict[str, str]:
    """Versions by normalised name; some hundreds of files are read, once a process."""
    return {normalised(item.metadata["Name"]): item.version for item in distributions() if item.metadata["Name"]}


def locked_packages(lock: str) -> set[str]:
    """Names of the packages that a lock file lists."""
    return {normalised(match[1]) for match in re.finditer(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", lock, re.MULTILINE)}


def normalised(name: str) -> str:
    """Name of a package as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _processor() -> tuple[str, list[str]]:
    """Model of the processor and its instruction sets, as far as the system tells."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return platform.processor() or platform.machine(), []
    fields = dict(reversed(re.findall(r"^([^:\n]*\S)\s*: ?(.*)$", text, re.MULTILINE)))
    model = fields.get("model name") or fields.get("CPU part") or platform.machine()
    return model.strip(), (fields.get("flags") or fields.get("Features") or "").split()


if __name__ == "__main__":
    print(json.dumps({"platform": describe_platform(), "packages": installed_packages()}))
