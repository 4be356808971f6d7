"""The settings of a run as an overlay over those of its code."""

from collections.abc import Mapping
from typing import Any


def settings_difference(base: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Overlay that turns the settings of the code into those of the run.

    Parameters
    ----------
    base : mapping
        ``config/config.yaml`` of the commit.
    settings : mapping
        The settings of the run, however they were given.

    Returns
    -------
    dict
        What Snakemake merges over the base to get the settings: only what differs, in the order of the settings; None
        for what was dropped.
    """
    overlay: dict[str, Any] = {key: None for key in base if key not in settings}
    for key, value in settings.items():
        if key not in base:
            overlay[key] = value
        elif isinstance(value, Mapping) and isinstance(base[key], Mapping):
            inner = settings_difference(base[key], value)
            if inner:
                overlay[key] = inner
        elif value != base[key]:
            overlay[key] = value
    return overlay
