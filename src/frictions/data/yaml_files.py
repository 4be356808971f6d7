"""YAML files, read strictly: a key stands once, and 1e-3 is a number.

They are read by libyaml where PyYAML was built with it: the long ones take a twentieth of the time.
"""

import os
import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import ConstructorError

NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][-+]?[0-9]+")
"""Numbers with an exponent, which YAML 1.1 takes for texts unless they have a point and a signed exponent."""


class DuplicateKey(ConstructorError):
    """A key stands twice in one mapping; the message names it and both lines."""


class TooDeep(yaml.YAMLError):
    """Collections lie in collections without end."""


DEEPEST = 1000
"""Levels that are read; libyaml builds what it reads by recursion, and some 20,000 end the process."""
_MANY = 2000
"""Signs that can open a collection; with fewer, no text is too deep."""


def _refuse_depth(text: str) -> None:
    """Count levels where there may be too many; the events of the parser come without recursion."""
    if sum(text.count(sign) for sign in ("[", "{", "- ", "? ")) < _MANY and " " * DEEPEST not in text:
        return
    depth = 0
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise TooDeep(f"nested without end (line {event.start_mark.line + 1})")


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Refuses a key that stands twice, of which YAML keeps the last without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        lines: dict[str, int] = {}
        for key, _ in node.value:
            # Keys that come through `<<` may be overlaid; that is what merging is for.
            if not isinstance(key, yaml.ScalarNode) or key.tag == "tag:yaml.org,2002:merge":
                continue
            line = key.start_mark.line + 1
            if key.value in lines:
                raise DuplicateKey(
                    None, None, f"the key {key.value!r} stands in line {lines[key.value]} and again in line {line}"
                )
            lines[key.value] = line
        return dict(super().construct_mapping(node, deep))


_StrictLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(f"^(?:{NUMBER.pattern})$"), list("-+.0123456789")
)


def read_yaml(path: str | os.PathLike[str]) -> Any:
    """Content of a YAML file: plain values only.

    Raises
    ------
    DuplicateKey
        If a key stands twice in one mapping.
    yaml.YAMLError
        If it is not YAML, or nested without end.
    UnicodeDecodeError
        If it is not UTF-8.
    OSError
        If it cannot be read.
    """
    return yaml_of(Path(path).read_text(encoding="utf-8"))


def yaml_of(text: str) -> Any:
    """Content of a text in YAML, read as strictly as a file; raises what :func:`read_yaml` does about YAML."""
    _refuse_depth(text)
    return yaml.load(text, Loader=_StrictLoader)


def with_numbers(content: Any) -> Any:
    """The same settings with numbers where another reader of YAML left texts such as ``1e-3``."""
    if isinstance(content, dict):
        return {key: with_numbers(value) for key, value in content.items()}
    if isinstance(content, list):
        return [with_numbers(value) for value in content]
    return float(content) if isinstance(content, str) and NUMBER.fullmatch(content) else content
