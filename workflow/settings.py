"""Checks of the settings before anything runs."""

import difflib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from shapes import WrongSetting, check_shape

from frictions.data.samples import LATEST


def check_settings(settings: Mapping[str, Any], schema: Path) -> None:
    """Hold the settings against their schema.

    Parameters
    ----------
    settings : mapping
        The merged configuration.
    schema : Path
        A JSON schema (2020-12).

    Raises
    ------
    WrongSetting
        One line that names the setting and what is wrong with it.
    """
    check_shape(settings)
    validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    errors = sorted(validator.iter_errors(settings), key=lambda error: (len(error.path), str(error.path)))
    if errors:
        raise WrongSetting(_describe(errors[0]))
    _check_samples(settings)


def _check_samples(settings: Mapping[str, Any]) -> None:
    for name, sample in settings.get("samples", {}).items():
        if sample["end"] != LATEST and sample["start"] >= sample["end"]:
            raise WrongSetting(f"setting samples.{name}: it starts in {sample['start']} and ends in {sample['end']}")

    first, sample = next(iter(settings.get("samples", {}).items()), ("", {"end": ""}))
    if sample["end"] == LATEST and settings.get("vintages", {}).get("entries"):
        raise WrongSetting(
            f"setting samples.{first}.end: vintages are compared on one span; name a quarter, not latest"
        )


def _describe(error: ValidationError) -> str:
    place = ".".join(str(part) for part in error.absolute_path)
    if error.validator == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        unknown = next(key for key in error.instance if key not in known)
        full = f"{place}.{unknown}" if place else unknown
        close = difflib.get_close_matches(unknown, known, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"known here: {', '.join(known)}"
        return f"setting {full}: no such setting; {hint}"
    if error.validator == "required":
        missing = next(key for key in error.validator_value if key not in error.instance)
        return f"setting {f'{place}.{missing}' if place else missing}: missing"
    if error.validator == "enum":
        return f"setting {place}: {error.instance!r} is not one of {', '.join(map(str, error.validator_value))}"
    if error.validator == "pattern" and "description" in error.schema:
        return f"setting {place}: {error.instance!r} is not {error.schema['description']}"
    return f"setting {place}: {error.message}"
