"""What each deliverable is made from: its rule, the files and settings of that rule, and the seeds behind it.

The account is read from the rules themselves, so that a new rule needs no entry anywhere.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from frictions.report.document.names import item_name

SCATTERED = "scatteritem"
"""Snakemake's wildcard of the pieces of one step; they share their settings."""


@dataclass(frozen=True)
class Step:
    """One job: a rule applied to the values of its wildcards.

    Attributes
    ----------
    rule : str
    wildcards : dict
    inputs : tuple of str
        Paths, in the order of the rule.
    settings : dict
        The named parameters of the rule but for the version of its code.
    code : str
        Version of the package modules that the script imports; empty where a rule states none.
    """

    rule: str
    wildcards: dict[str, str]
    inputs: tuple[str, ...]
    settings: dict[str, Any]
    code: str


class Lineage:
    """Jobs by the file that they make, each looked up once."""

    def __init__(self, rules: Iterable[Any]) -> None:
        self._rules = [rule for rule in rules if rule.output]
        self._steps: dict[str, Step | None] = {}

    def step(self, path: str) -> Step | None:
        """The job that makes a file; None for a file that is given."""
        if path not in self._steps:
            rule = next((rule for rule in self._rules if any(output.match(path) for output in rule.output)), None)
            self._steps[path] = rule and _applied(rule, path)
        return self._steps[path]

    def steps_behind(self, path: str) -> list[Step]:
        """All jobs behind a file, its own first, each once."""
        found: dict[tuple, Step] = {}
        waiting = [path]
        seen = set()
        while waiting:
            file = waiting.pop(0)
            step = None if file in seen else self.step(file)
            seen.add(file)
            if step:
                found.setdefault((step.rule, tuple(step.wildcards.items())), step)
                waiting.extend(step.inputs)
        return list(found.values())

    def account(self, path: str) -> dict[str, Any]:
        """The account of one deliverable, as plain values.

        Returns
        -------
        dict
            ``rule``, ``inputs`` (paths), ``settings``, ``code``; of all jobs behind it: ``steps`` (their number),
            ``chain`` (hash of their rules and code), ``given`` (files that no rule makes) and ``seeds`` by setting.
        """
        steps = self.steps_behind(path)
        own = steps[0]
        codes = sorted({f"{step.rule} {step.code}" for step in steps})
        given = {file for step in steps for file in step.inputs if self.step(file) is None}
        seeds = {
            " ".join([step.rule, *values, name]): value
            for step in steps
            for values in [[value for key, value in step.wildcards.items() if key != SCATTERED]]
            for name, value in seeds_in(step.settings)
        }
        return {
            "rule": own.rule,
            "inputs": list(own.inputs),
            "settings": own.settings,
            "code": own.code,
            "steps": len(steps),
            "chain": hashlib.sha256("\n".join(codes).encode()).hexdigest()[:16],
            "given": sorted(given),
            "seeds": seeds,
        }


def accounts(rules: Iterable[Any], parts: Mapping[str, Iterable[str]]) -> dict[str, dict[str, Any]]:
    """Accounts of the tables and figures of all parts, by item, each with the name of its ``part``."""
    lineage = Lineage(rules)
    return {item_name(path): {"part": part, **lineage.account(path)} for part, paths in parts.items() for path in paths}


def seeds_in(settings: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every setting called ``seed``, with its place among nested settings."""
    if isinstance(settings, Mapping):
        for name, value in settings.items():
            inner = f"{place}.{name}" if place else str(name)
            if name == "seed":
                yield inner, value
            else:
                yield from seeds_in(value, inner)


def _applied(rule: Any, path: str) -> Step:
    wildcards = rule.get_wildcards(path)
    inputs, _, _, _ = rule.expand_input(wildcards)
    params, _ = rule.expand_params(wildcards, inputs, rule.expand_output(wildcards)[0], None)
    settings = dict(params.items())
    return Step(
        rule=rule.name,
        wildcards=dict(wildcards),
        inputs=tuple(str(file) for file in inputs),
        settings={name: value for name, value in settings.items() if name != "code"},
        code=str(settings.get("code", "")),
    )
