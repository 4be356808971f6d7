"""The data of a run: what the package holds, and what it may only describe."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from frictions.archive.bag import file_digest
from frictions.archive.errors import UnfinishedRun
from frictions.archive.layout import CODE, SERIES

PROVENANCE_FILE = "results/data/provenance.json"
PULLED = "results/data/pulled"
COLUMNS = (
    "dataset",
    "title",
    "publisher",
    "rights",
    "provided",
    "file",
    "sha256",
    "source",
    "vintage",
    "origin",
    "retrieved",
    "frequency",
    "units",
    "exact",
    "reason",
)
HOLD_SERIES = ("results/data/series.csv", "results/data/variables.csv", "results/var/*/transformed.csv")
"""Results that hold the values of series, in levels or in a form from which they can be had."""

WHOLE_RELEASE = "results/data/fred_qd.csv"
"""A release as downloaded: the package holds the series that were used in its place."""


@dataclass(frozen=True)
class Datasets:
    """The data of a run.

    Parameters
    ----------
    rows : tuple of mapping
        One row of ``inputs/datasets.csv`` a series or file of firms, keys as in ``COLUMNS``.
    copies : mapping
        File of the project by the path in the package to which it is copied.
    needed : mapping
        SHA-256 of each file that a rebuild needs and the package may not hold, by name.
    panels : mapping
        Name of the file that each panel of firms reads, by panel.
    withheld : tuple of str
        Patterns of results that the package may not hold.
    """

    rows: tuple[Mapping[str, Any], ...]
    copies: Mapping[str, str]
    needed: Mapping[str, str]
    panels: Mapping[str, str]
    withheld: tuple[str, ...]

    def holds(self, output: str) -> bool:
        """Whether the package may hold a result."""
        return not any(fnmatch(output, pattern) for pattern in self.withheld)


def may_be_copied(rights: str, permitted: Sequence[str]) -> bool:
    """Whether the rights of a series, which the catalogue states, begin with one of the permitted phrases."""
    return any(rights.lower().startswith(phrase.lower()) for phrase in permitted)


def collect_datasets(project: Path, outputs: Sequence[str], settings: Mapping[str, Any]) -> Datasets:
    """Look at the data of a run.

    Parameters
    ----------
    project : Path
        The project with its results.
    outputs : sequence of str
        The results of the run.
    settings : mapping
        The settings of the run.

    Returns
    -------
    Datasets
        The embedded vintage lies in the code; of other sources, the series are copied as they were read, where their
        rights allow it. A file of firms carries no statement of rights, so it is described and not copied.

    Raises
    ------
    UnfinishedRun
        If the record of provenance or a file that the run read is missing.
    """
    permitted = settings["archive"]["redistributable"]
    rows: list[dict[str, Any]] = []
    copies: dict[str, str] = {}
    needed: dict[str, str] = {}
    withheld: list[str] = []
    if PROVENANCE_FILE in outputs:
        for code, entry in _provenance(project).items():
            pulled = f"{PULLED}/{code}.csv"
            embedded, allowed = entry["source"] == "embedded", may_be_copied(entry["rights"], permitted)
            if embedded:
                file = f"{CODE}/{_folder_of_vintage(entry['vintage'], settings)}/{code}.csv"
            elif allowed:
                file = f"{SERIES}/{code}.csv"
                copies[file] = pulled
            else:
                file = ""
                needed[f"{code}.csv"] = entry["sha256"]
                withheld.append(pulled)
            rows.append(_series_row(code, entry, file))
        if withheld:
            withheld += HOLD_SERIES
        if WHOLE_RELEASE in outputs:
            withheld.append(WHOLE_RELEASE)
    panels = {}
    for name, panel in settings.get("firms", {}).get("panels", {}).items():
        if panel and panel["source"] != "model" and f"results/info_sen/{name}/panel.npz" in outputs:
            row = _panel_row(project, name, panel)
            rows.append(row)
            withheld.append(f"results/info_sen/{name}/panel.npz")
            if row["sha256"]:
                panels[name] = Path(panel["file"]).name
                needed[panels[name]] = row["sha256"]
    return Datasets(tuple(rows), copies, needed, panels, tuple(withheld))


def datasets_bytes(datasets: Datasets) -> bytes:
    """Write the list of datasets as CSV."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(datasets.rows)
    return stream.getvalue().encode()


def _provenance(project: Path) -> dict[str, dict[str, Any]]:
    path = project / PROVENANCE_FILE
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise UnfinishedRun(f"{PROVENANCE_FILE}: not a record of provenance ({type(error).__name__})") from None


def _folder_of_vintage(vintage: str, settings: Mapping[str, Any]) -> str:
    """The folder of embedded vintages that a record names by its last part."""
    folders = settings["data"]["embedded"]
    return next(
        folder for folder in ([folders] if isinstance(folders, str) else folders) if Path(folder).name == vintage
    )


def _series_row(code: str, entry: Mapping[str, Any], file: str) -> dict[str, Any]:
    origin = str(entry["origin"])
    return {
        "dataset": code,
        "provided": "yes" if file else "no",
        "file": file,
        # A path on the machine of the run says nothing to others.
        "origin": Path(origin).name if Path(origin).is_absolute() else origin,
        **{key: _text(entry.get(key)) for key in COLUMNS if key not in ("dataset", "provided", "file", "origin")},
    }


def _panel_row(project: Path, name: str, panel: Mapping[str, Any]) -> dict[str, Any]:
    path = project / panel["file"] if panel["source"] == "directory" else None
    if path is not None and not path.is_file():
        raise UnfinishedRun(f"{panel['file']}: the file of panel {name} is missing")
    return {
        "dataset": f"panel {name}",
        "title": f"Firms of panel {name}",
        "rights": "not stated",
        "provided": "no",
        "file": "",
        "sha256": file_digest(path) if path else "",
        "source": panel["source"],
        "origin": path.name if path else "SEC XBRL frames",
        "reason": panel.get("note", ""),
    }


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
