"""Where randomness is controlled: every seed in the settings and every generator in the code, by file and line."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_SEED = re.compile(r"(?:^|[\s{,])(\w*seed): *(\d+)")
_GENERATOR = re.compile(r"\b(?:SeedSequence|default_rng|Philox|PCG64)\(")
_GLOBAL = re.compile(r"\bnp\.random\.(?:seed|rand|randn|randint|normal|uniform|choice|shuffle)\(|^import random\b")


@dataclass(frozen=True)
class Place:
    """A line that controls randomness.

    Parameters
    ----------
    file : str
        Path in the code.
    line : int
        Number of the line.
    text : str
        The setting with its value, or the line of code.
    """

    file: str
    line: int
    text: str


def seeds(code: Path) -> list[Place]:
    """Seeds in the settings."""
    return _search(code, ("config/**/*.yaml",), _SEED, lambda match, line: f"{match[1]}: {match[2]}")


def generators(code: Path) -> list[Place]:
    """Lines of the package and the scripts where a generator is made."""
    return _search(code, ("scripts/*.py", "src/**/*.py"), _GENERATOR, lambda match, line: line.strip())


def uncontrolled(code: Path) -> list[Place]:
    """Lines that draw from a generator without a seed of its own; there should be none."""
    return _search(code, ("scripts/*.py", "src/**/*.py"), _GLOBAL, lambda match, line: line.strip())


def _search(
    code: Path, patterns: tuple[str, ...], expression: re.Pattern[str], text: Callable[[re.Match[str], str], str]
) -> list[Place]:
    places = []
    for path in sorted(path for pattern in patterns for path in code.glob(pattern)):
        if path == code / "src/frictions/archive/seeds.py":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.lstrip().startswith(">>>"):
                continue
            # A line of code that matches twice is one place; a line of settings may hold two seeds.
            for content in dict.fromkeys(text(match, line) for match in expression.finditer(line)):
                places.append(Place(path.relative_to(code).as_posix(), number, content))
    return places
