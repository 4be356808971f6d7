"""The shape that every file of settings must have: a mapping of plain values, finite numbers, keys that are texts."""

import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from frictions.data.yaml_files import read_yaml

DEEPEST = 40
"""Levels of settings in settings; the project's own files have eight."""
MOST_VALUES = 100_000
"""Values in one file, what an alias stands for counted each time."""


class WrongSetting(ValueError):
    """A setting is unknown, of the wrong type, or outside its range."""


def read_file(path: Path) -> dict[str, Any]:
    """Content of a file of settings.

    Raises
    ------
    WrongSetting
        If it cannot be read, is not YAML in UTF-8, states a key twice, or has another shape; the message names the file
        and, where there is one, the setting.
    """
    try:
        content = read_yaml(path)
    except UnicodeDecodeError as error:
        raise WrongSetting(f"{path}: not a text in UTF-8 (byte {error.start})") from None
    except RecursionError:
        raise WrongSetting(f"{path}: nested without end") from None
    except OSError as error:
        raise WrongSetting(f"{path}: {error.strerror}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise WrongSetting(f"{path}: {' '.join(str(error).split())}") from None
    if not isinstance(content, dict):
        raise WrongSetting(f"{path}: not a mapping of settings")
    try:
        check_shape(content)
    except WrongSetting as error:
        raise WrongSetting(f"{path}: {error}") from None
    return content


def named_as_experiment(path: Path) -> Path:
    """The path of a settings file whose name can be that of an experiment: it becomes a folder of results.

    Raises
    ------
    WrongSetting
        If it is another name.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*", path.stem):
        raise WrongSetting(
            f"{path}: the name of an experiment is a small letter, then small letters, digits and _, points inside"
        )
    return path


def check_shape(settings: Mapping[str, Any]) -> None:
    """Refuse numbers that are not finite, keys that are no text, and settings without end.

    Raises
    ------
    WrongSetting
        One line that names the setting.
    """
    _values(settings, (), {})


def _values(value: Any, place: tuple[str, ...], counted: dict[int, int]) -> int:
    """Number of values in a setting; one that stands at several places is looked at once and counted each time."""
    if isinstance(value, float) and not math.isfinite(value):
        raise WrongSetting(f"setting {'.'.join(place)}: {value} is not a finite number")
    if not isinstance(value, Mapping | list):
        return 1
    if id(value) in counted:
        return counted[id(value)]
    if len(place) > DEEPEST:
        raise WrongSetting(f"setting {'.'.join(place[:4])}...: nested without end")
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                name = ".".join([*place, str(key)])
                raise WrongSetting(f"setting {name}: the key {key!r} is not a text; put it in quotes")
        inner = [*value.items()]
    else:
        inner = [(str(number), item) for number, item in enumerate(value)]
    total = 1 + sum(_values(item, (*place, key), counted) for key, item in inner)
    if total > MOST_VALUES:
        raise WrongSetting(f"setting {'.'.join(place) or 'of the file'}: more than {MOST_VALUES} values")
    counted[id(value)] = total
    return total
