"""What ``config/robustness.yaml`` has to say besides its form.

Read whenever the workflow starts, so nothing heavy is imported.
"""

from collections.abc import Mapping
from typing import Any

from frictions.errors import FrictionsError
from frictions.hypotheses.family import Family

EXPLAINED = ("data", "sample", "detrending", "order")
"""Dimensions whose options are names that the settings explain under ``meanings``."""

RESPONSES = ("data", "sample", "detrending", "unit_roots", "order", "lags")
"""Dimensions that a VAR's responses, which models are matched to, depend on."""


def changes_in_words(changes: Mapping[str, Any]) -> str:
    """What a specification changes.

    Examples
    --------
    >>> changes_in_words({"sample": "to_2015", "lags": 2}), changes_in_words({})
    ('sample: to_2015; lags: 2', 'published choices')
    """
    return "; ".join(f"{name}: {option}" for name, option in changes.items()) or "published choices"


class WrongRobustness(FrictionsError):
    """Settings that do not fit together; the message names the key."""


def check_robustness(settings: Mapping[str, Any]) -> None:
    """Check what a schema cannot.

    Raises
    ------
    WrongRobustness
        If an option has no meaning, the first data are not the run's, or a claim looks at no quarters.
    WrongFamily
        If a rule of ``excluded`` names what is not there.
    """
    family = Family.of(settings)
    for dimension in EXPLAINED:
        for option in family.choices[dimension]:
            if option not in settings["meanings"][dimension]:
                raise WrongRobustness(f"choices.{dimension}: {option!r} has no meaning under meanings.{dimension}")
    first = family.choices["data"][0]
    if settings["meanings"]["data"][first]:
        raise WrongRobustness(f"choices.data: the first, {first!r}, is to be the run's own and to change nothing")
    if next(family.variants(), None) != {name: options[0] for name, options in family.choices.items()}:
        raise WrongRobustness("excluded: a rule leaves out the published choices")
    for changes in settings["models"]:
        for dimension, option in changes.items():
            if dimension not in RESPONSES or option not in family.choices[dimension]:
                raise WrongRobustness(f"models: {dimension}: {option!r} is no choice that moves the responses of a VAR")
    for name, claim in settings["claims"].items():
        if claim["quarters"][0] > claim["quarters"][1]:
            raise WrongRobustness(f"claims.{name}.quarters: {claim['quarters']} is no span")
