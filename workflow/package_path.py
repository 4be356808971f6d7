"""Where the scripts find the package."""

import os
from pathlib import Path


def expose(source: Path) -> None:
    """Let every job import the package of this checkout, whether one is installed or not."""
    others = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(source), *([others] if others else [])])
