"""The variables of the VAR from other series than the run's: another supplier of a concept, or another vintage."""

from collections.abc import Mapping
from logging import Logger
from pathlib import Path
from typing import Any

import pandas as pd

from frictions.data.catalogue import Catalogue
from frictions.data.provenance import write_provenance
from frictions.data.pull import assemble_series, pull_series
from frictions.data.pulls import Pull, plan_pulls
from frictions.data.settings import load_settings
from frictions.data.variables import build_variables
from frictions.errors import FrictionsError


class NotAtHand(FrictionsError):
    """An alternative would have to be fetched over the network; the message names the series."""


def alternative_variables(
    catalogue: Catalogue,
    settings: Mapping[str, Any],
    alternatives: Mapping[str, Mapping[str, Any]],
    folder: Path,
    log: Logger,
    root: Path = Path(),
) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Build the variables of each alternative that the files at hand allow.

    Parameters
    ----------
    catalogue : Catalogue
    settings : mapping
        Those of the run under ``data``.
    alternatives : mapping of str to mapping
        By name: the settings that differ.
    folder : Path
        An empty one, for series on their way.
    log : Logger
        Takes warnings.
    root : Path
        Folder that relative paths start from.

    Returns
    -------
    variables : dict of str to DataFrame
        Levels over a quarterly index.
    failures : dict of str to str
        Why an alternative could not be built.
    """
    variables, failures = {}, {}
    pulled: dict[Pull, Path] = {}
    for name, changed in alternatives.items():
        try:
            options = load_settings({**settings, **changed})
            plan = plan_pulls(catalogue, {**settings, **changed}, root)
            for pull in plan.pulls.values():
                if pull.path is None:
                    raise NotAtHand(f"series {pull.series} would have to be fetched over the network")
                if pull not in pulled:
                    content, provenance = pull_series(catalogue, pull, options, log, root)
                    file = folder / str(len(pulled)) / f"{pull.series}.csv"
                    file.parent.mkdir(parents=True)
                    file.write_bytes(content)
                    write_provenance(provenance, file.with_suffix(".json"))
                    pulled[pull] = file
            series, _ = assemble_series(catalogue, plan.plan, {code: pulled[pull] for code, pull in plan.pulls.items()})
            variables[name] = build_variables(catalogue, plan.plan, {str(code): series[code] for code in series})
        except FrictionsError as error:
            failures[name] = " ".join(str(error).split())
    return variables, failures
