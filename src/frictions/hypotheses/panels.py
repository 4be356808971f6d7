"""Panels of the VAR that a family of variants names."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from frictions.timeseries.detrending import MissingObservation, detrended_panel
from frictions.timeseries.var import SampleTooShort


def named_panels(
    variables: pd.DataFrame,
    panels: Mapping[str, Mapping[str, Any]],
    decisions: Mapping[str, str],
    hamilton: Mapping[str, int],
) -> dict[str, pd.DataFrame]:
    """Make each panel.

    Parameters
    ----------
    variables : DataFrame
        Levels over a quarterly index.
    panels : mapping
        By name: ``start``, ``end``, ``window`` of the filter, ``filtered`` (``published``, ``all`` or ``none``) and,
        where not all are in it, ``variables``.
    decisions : mapping
        The source's decision by variable, ``stationary`` or ``filter``.
    hamilton : mapping
        ``horizon`` and ``lags`` of the filter.

    Returns
    -------
    dict of str to DataFrame
        Without panels that the variables do not cover.
    """
    filtered = {
        "published": {name for name, decision in decisions.items() if decision == "filter"},
        "all": set(variables),
        "none": set(),
    }
    made = {}
    for name, panel in panels.items():
        try:
            made[name] = detrended_panel(
                variables[panel.get("variables", list(variables))],
                filtered[panel["filtered"]],
                pd.Period(panel["start"], freq="Q"),
                pd.Period(panel["end"], freq="Q"),
                horizon=hamilton["horizon"],
                lags=hamilton["lags"],
                window=panel["window"],
            )
        except (MissingObservation, SampleTooShort):
            continue
    return made
