"""What stands at the foot of every item: rule, inputs with checksums, settings, code, seeds."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

COLUMNS = ["item", "part", "kind", "name", "value"]
SHORT = 8
"""Characters of a checksum that are shown."""


@dataclass(frozen=True)
class Provenance:
    """The account of one table or figure.

    Attributes
    ----------
    rule, code : str
        The rule that makes it, and the version of that rule's code.
    steps : int
        Jobs behind it.
    chain : str
        Hash of the rules and the code of all of them.
    inputs, given : dict of str to str
        Checksum by path: what the rule reads, and the files behind it that no rule makes.
    settings, seeds : dict of str to str
    """

    rule: str
    code: str
    steps: int
    chain: str
    inputs: dict[str, str]
    settings: dict[str, str]
    seeds: dict[str, str]
    given: dict[str, str]


def provenance_rows(
    accounts: Mapping[str, Mapping[str, Any]],
    checksums: Mapping[str, str],
    given_settings: Mapping[str, Mapping[str, Any]],
) -> pd.DataFrame:
    """One row a fact, the items in the order of the accounts.

    Parameters
    ----------
    accounts : mapping
        By item: part, rule, code, steps, chain, inputs, settings, seeds and given files.
    checksums : mapping of str to str
        SHA-256 of every file named in the accounts.
    given_settings : mapping
        Content of the settings files among the given ones, for the seeds in them.

    Returns
    -------
    DataFrame
        Columns ``COLUMNS``; kinds are rule, code, steps, chain, input, setting, seed and given.
    """
    rows = []
    for item, account in accounts.items():
        facts: list[tuple[str, str, str]] = [
            ("rule", account["rule"], ""),
            ("code", account["rule"], account["code"]),
            ("steps", account["rule"], str(account["steps"])),
            ("chain", account["rule"], account["chain"]),
        ]
        facts += [("input", path, checksums[path]) for path in account["inputs"]]
        facts += [("setting", name, _shown(value)) for name, value in flattened(account["settings"])]
        facts += [("seed", name, _shown(value)) for name, value in account["seeds"].items()]
        for path in account["given"]:
            seeds = [pair for pair in flattened(given_settings.get(path, {})) if pair[0].split(".")[-1] == "seed"]
            facts += [("seed", f"{path} {name}", _shown(value)) for name, value in seeds]
        facts += [("given", path, checksums[path]) for path in account["given"]]
        rows += [(item, account["part"], *fact) for fact in facts]
    return pd.DataFrame(rows, columns=COLUMNS)


def read_provenance(frame: pd.DataFrame) -> dict[str, Provenance]:
    """Accounts by item from the rows of :func:`provenance_rows`, all values as text."""
    return {str(item): _account(rows) for item, rows in frame.groupby("item", sort=False)}


def flattened(settings: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Settings one by one, nested ones with dots between their names."""
    if isinstance(settings, Mapping):
        for name, value in settings.items():
            yield from flattened(value, f"{place}.{name}" if place else str(name))
    else:
        yield place, settings


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, default=str)


def _account(rows: pd.DataFrame) -> Provenance:
    def pairs(kind: str) -> dict[str, str]:
        chosen = rows[rows["kind"] == kind]
        return {str(name): str(value) for name, value in zip(chosen["name"], chosen["value"], strict=True)}

    rule = next(iter(pairs("rule")))
    return Provenance(
        rule=rule,
        code=pairs("code")[rule],
        steps=int(pairs("steps")[rule]),
        chain=pairs("chain")[rule],
        inputs=pairs("input"),
        settings=pairs("setting"),
        seeds=pairs("seed"),
        given=pairs("given"),
    )
