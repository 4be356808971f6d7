"""Economies and state spaces from the mappings that a settings file holds."""

from collections.abc import Mapping
from typing import Any

from frictions.reallocation.parameters import Economy, Resolution


def economies(experiment: Mapping[str, Any]) -> dict[str, Economy]:
    """One economy for each share of lemons that an experiment asks for.

    Parameters
    ----------
    experiment : mapping
        ``economy`` holds every field of `Economy` but the share of lemons, ``lemons`` the shares.

    Returns
    -------
    dict of Economy
        By share as it is written in results: ``0.002``, ``0``.

    Raises
    ------
    InvalidParameter
        As `Economy`.
    """
    return {f"{rate:g}": Economy(**experiment["economy"], lemon_rate=float(rate)) for rate in experiment["lemons"]}


def with_most_lemons(experiment: Mapping[str, Any]) -> Economy:
    """The economy of an experiment with the largest share of lemons."""
    return max(economies(experiment).values(), key=lambda economy: economy.lemon_rate)


def resolution(experiment: Mapping[str, Any], **changes: float) -> Resolution:
    """State space of an experiment, with some fields changed."""
    return Resolution(**{**experiment["resolution"], **changes})
