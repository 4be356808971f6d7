"""The records of a package that verification reads: what to build, by which programs, with which settings."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frictions.archive.comparison import Limits, limits_entry, read_limits
from frictions.archive.errors import BrokenPackage
from frictions.archive.layout import FACTS, OVERLAY, PAYLOAD, PROGRAMS, RECIPE, RESULTS

_TARGET = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
"""Name of a rule. A target of another form might be an option of Snakemake, such as one that runs nothing."""

PROGRAM_COLUMNS = ("output", "rule", "script", "sha256_withheld", "inputs")


@dataclass(frozen=True)
class Made:
    """A result, what made it and from what.

    Parameters
    ----------
    output : str
        Path in the project.
    rule, script : str
        Rule of the workflow and its program.
    withheld : str
        SHA-256 of a result that the package may not hold; empty where it holds it.
    inputs : tuple of str
        Files read.
    """

    output: str
    rule: str
    script: str
    withheld: str
    inputs: tuple[str, ...]


@dataclass(frozen=True)
class Recipe:
    """How the results of a package are made again.

    Parameters
    ----------
    name : str
        Name of the package.
    commit, date : str
        Commit of the code, and the date of the package (ISO 8601).
    targets : tuple of str
        What Snakemake is asked for.
    tolerances : Limits
        How far numbers may be apart on another platform.
    series_provided : bool
        Whether the run read its series from files that lie in the package beside the code.
    needed : mapping
        SHA-256 of files that the package may not hold, by name.
    panels : mapping
        Name of the file that each panel of firms reads, by panel.
    """

    name: str
    commit: str
    date: str
    targets: tuple[str, ...]
    tolerances: Limits
    series_provided: bool
    needed: Mapping[str, str]
    panels: Mapping[str, str]


def recipe_bytes(recipe: Recipe) -> bytes:
    """Write the recipe as JSON."""
    return json_bytes(
        {
            "name": recipe.name,
            "commit": recipe.commit,
            "date": recipe.date,
            "targets": list(recipe.targets),
            "tolerances": limits_entry(recipe.tolerances),
            "series_provided": recipe.series_provided,
            "needed": dict(recipe.needed),
            "panels": dict(recipe.panels),
        }
    )


def read_recipe(package: Path) -> Recipe:
    """Read the recipe of a package.

    Raises
    ------
    BrokenPackage
        If it is missing or not a recipe, or asks for something else than rules.
    """
    entry = read_json(package, RECIPE)
    try:
        recipe = Recipe(
            name=entry["name"],
            commit=entry["commit"],
            date=entry["date"],
            targets=tuple(entry["targets"]),
            tolerances=read_limits(entry["tolerances"]),
            series_provided=entry["series_provided"],
            needed=dict(entry["needed"]),
            panels=dict(entry["panels"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BrokenPackage(f"{PAYLOAD}/{RECIPE}: not a recipe ({type(error).__name__}: {error})") from None
    except BrokenPackage as error:
        raise BrokenPackage(f"{PAYLOAD}/{RECIPE}: {error}") from None
    if not all(isinstance(value, str) for value in (*recipe.needed.values(), *recipe.panels.values())):
        raise BrokenPackage(f"{PAYLOAD}/{RECIPE}: needed and panels name files by texts")
    for target in recipe.targets:
        if not (isinstance(target, str) and _TARGET.fullmatch(target)):
            raise BrokenPackage(f"{PAYLOAD}/{RECIPE}: the target {target!r} is not the name of a rule")
    return recipe


def programs_bytes(programs: Iterable[Made]) -> bytes:
    """Write the list of results as CSV, in the order given."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(PROGRAM_COLUMNS)
    for made in programs:
        writer.writerow([made.output, made.rule, made.script, made.withheld, " ".join(made.inputs)])
    return stream.getvalue().encode()


def read_programs(package: Path) -> list[Made]:
    """Read which program made which result, first those that others are made from.

    Raises
    ------
    BrokenPackage
        If the list is missing, has other columns, or lists a file that is none of the results or one twice.
    """
    path = package / PAYLOAD / PROGRAMS
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    except (OSError, ValueError) as error:
        raise BrokenPackage(f"{PAYLOAD}/{PROGRAMS}: not a list of programs ({type(error).__name__})") from None
    if not rows or tuple(rows[0]) != PROGRAM_COLUMNS or any(len(row) != len(PROGRAM_COLUMNS) for row in rows):
        raise BrokenPackage(f"{PAYLOAD}/{PROGRAMS}: its columns are not {', '.join(PROGRAM_COLUMNS)}")
    programs = [Made(row[0], row[1], row[2], row[3], tuple(row[4].split())) for row in rows[1:]]
    listed = set()
    for number, made in enumerate(programs, 2):
        if not is_result(made.output):
            raise BrokenPackage(f"{PAYLOAD}/{PROGRAMS}: line {number} lists {made.output!r}, which is no result")
        if made.output in listed:
            raise BrokenPackage(f"{PAYLOAD}/{PROGRAMS}: line {number} lists {made.output} again")
        listed.add(made.output)
    return programs


def is_result(name: str) -> bool:
    """Whether a name is that of a file below the folder of results, and of none outside by a detour."""
    parts = name.split("/")
    return len(parts) > 1 and parts[0] == RESULTS and not {"", ".", ".."} & set(parts) and "\\" not in name


def read_facts(package: Path) -> dict[str, Any]:
    """Facts of the run: platform, hardware, packages, times.

    Raises
    ------
    BrokenPackage
        If it is missing, or does not say on which platform and with which packages the run was made.
    """
    facts = read_json(package, FACTS)
    if not all(isinstance(facts.get(name), dict) for name in ("platform", "packages")):
        raise BrokenPackage(f"{PAYLOAD}/{FACTS}: it does not tell platform and packages of the run")
    return facts


def read_overlay(package: Path) -> dict[str, Any]:
    """Settings of the run that differ from those of the code.

    Raises
    ------
    BrokenPackage
        If it is missing or a section is none.
    """
    overlay = read_json(package, OVERLAY)
    for section in ("data", "firms"):
        if not isinstance(overlay.get(section, {}), dict):
            raise BrokenPackage(f"{PAYLOAD}/{OVERLAY}: {section} is not a section of settings")
    panels = overlay.get("firms", {}).get("panels", {})
    if not (isinstance(panels, dict) and all(isinstance(panel, dict) for panel in panels.values())):
        raise BrokenPackage(f"{PAYLOAD}/{OVERLAY}: firms.panels is not a section of panels")
    return overlay


def read_json(package: Path, name: str) -> dict[str, Any]:
    """Read a record of the payload.

    Raises
    ------
    BrokenPackage
        If it is missing or not a JSON object.
    """
    try:
        entry = json.loads((package / PAYLOAD / name).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BrokenPackage(f"{PAYLOAD}/{name}: not a record ({type(error).__name__})") from None
    if not isinstance(entry, dict):
        raise BrokenPackage(f"{PAYLOAD}/{name}: not a record")
    return entry


def json_bytes(entry: Mapping[str, Any]) -> bytes:
    """Write a record: keys in order, two spaces, a line feed at the end."""
    return (json.dumps(entry, indent=2, ensure_ascii=False) + "\n").encode()
