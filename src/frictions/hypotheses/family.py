"""A family of variants: every combination of declared choices, less those that a stated rule leaves out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from frictions.errors import FrictionsError


class WrongFamily(FrictionsError):
    """A family of variants is not one; the message names the dimension."""


@dataclass(frozen=True)
class Family:
    """Dimensions of choice, each with its options.

    Attributes
    ----------
    choices : mapping of str to sequence
        Options by dimension; the first of each is the choice of the main run.
    excluded : sequence of mapping
        Each names options by dimension; a combination that has one of them in every dimension named is left out, since
        its choices do not go together.
    """

    choices: Mapping[str, Sequence[Any]]
    excluded: Sequence[Mapping[str, Sequence[Any]]] = ()

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Family":
        """The family that an entry of ``config/hypotheses.yaml`` with ``choices`` declares."""
        return cls(settings["choices"], settings.get("excluded", ()))

    def __post_init__(self) -> None:
        """Check the dimensions.

        Raises
        ------
        WrongFamily
            If a dimension has no option or an option twice, or an exclusion names what is not there.
        """
        for dimension, options in self.choices.items():
            if not options or len(set(map(str, options))) < len(options):
                raise WrongFamily(f"choices.{dimension}: name every option once, and one at least")
        for rule in self.excluded:
            for dimension, options in rule.items():
                unknown = [option for option in options if option not in self.choices.get(dimension, ())]
                if unknown or dimension not in self.choices:
                    raise WrongFamily(f"excluded: {dimension} {unknown or ''} is not among the choices")

    @property
    def combinations(self) -> int:
        """Number of combinations, those left out included."""
        return prod(len(options) for options in self.choices.values())

    def variants(self) -> Iterator[dict[str, Any]]:
        """The combinations that are tried, the choice of the main run first, the last dimension running fastest."""
        for options in product(*self.choices.values()):
            variant = dict(zip(self.choices, options, strict=True))
            if not any(all(variant[name] in named for name, named in rule.items()) for rule in self.excluded):
                yield variant
