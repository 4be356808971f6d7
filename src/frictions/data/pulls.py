"""What the workflow has to pull: from settings, catalogue and the files at hand to one entry a series.

Called every time the workflow starts, so nothing heavy is imported and only headers are read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frictions.data.catalogue import Catalogue
from frictions.data.directory import NoSuchDirectory, directory_index
from frictions.data.plan import Plan, choose_suppliers, series_needed
from frictions.data.settings import DataSettings, load_settings


@dataclass(frozen=True)
class Pull:
    """Where one series comes from.

    Parameters
    ----------
    series : str
        Catalogue code.
    source : {"embedded", "directory", "fred_qd", "fred", "bea"}
        Which reader fetches it.
    path : str or None
        The file to read; None where it comes over the network.
    """

    series: str
    source: str
    path: str | None


@dataclass(frozen=True)
class PullPlan:
    """The chosen suppliers, and where each of their series comes from, by code."""

    plan: Plan
    pulls: Mapping[str, Pull]


def plan_pulls(catalogue: Catalogue, settings: Mapping[str, Any], root: Path = Path()) -> PullPlan:
    """Choose suppliers for the configured source and locate their series.

    Parameters
    ----------
    catalogue : Catalogue
        From ``config/series.yaml``.
    settings : mapping
        The configuration under ``data``.
    root : Path
        Folder that relative paths start from.

    Returns
    -------
    PullPlan

    Raises
    ------
    FrictionsError
        If a setting is wrong, a folder is missing, a concept has no complete supplier, or two files disagree.
    """
    options = load_settings(settings)
    if options.source == "live":
        origins = live_origins(catalogue, options)
        plan = choose_suppliers(catalogue, origins, options.suppliers)
        return PullPlan(plan, {code: Pull(code, origins[code], None) for code in series_needed(plan)})
    if options.source == "embedded":
        paths, vintage = [root / name for name in options.embedded], None
        if missing := next((folder for folder in paths if not folder.is_dir()), None):
            raise NoSuchDirectory(
                f"data.embedded: {missing} does not exist; scripts/rebuild_embedded_vintage.py and "
                "scripts/rebuild_fred_md_vintage.py make the vintages that come with the project"
            )
    else:
        paths, vintage = [root / name for name in options.directory], options.vintage
    index = directory_index(paths, vintage, catalogue.code_of, options.forms)
    plan = choose_suppliers(catalogue, index.available, options.suppliers)
    return PullPlan(plan, {code: Pull(code, options.source, str(index.path_of(code))) for code in series_needed(plan)})


def live_origins(catalogue: Catalogue, options: DataSettings) -> dict[str, str]:
    """Which live source has each series: FRED-QD before FRED before the BEA's API (if that is switched on)."""
    origins = {}
    for code, info in catalogue.series.items():
        if info.fred_qd:
            origins[code] = "fred_qd"
        elif info.fred:
            origins[code] = "fred"
        elif info.bea and options.live.bea:
            origins[code] = "bea"
    return origins
