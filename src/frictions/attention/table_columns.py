"""Columns of Tables 1.4 and 1.5 from the settings of their experiments."""

from collections.abc import Mapping
from typing import Any

from frictions.attention.experiments import AttentionExperiment
from frictions.attention.printed_tables import Column
from frictions.inventory.parameters import InventoryParameters


def columns_of(
    settings: Mapping[str, Mapping[str, Any]],
) -> tuple[InventoryParameters, AttentionExperiment, list[Column]]:
    """Parameters and experiment of the benchmark, and every experiment as a column.

    Parameters
    ----------
    settings : mapping of str to mapping
        Fields of :class:`~frictions.attention.experiments.AttentionExperiment`, and ``parameters``, by experiment; the
        benchmark first.
    """
    experiments = {
        name: AttentionExperiment(**{key: value for key, value in one.items() if key != "parameters"})
        for name, one in settings.items()
    }
    first = next(iter(settings))
    benchmark = experiments[first]
    columns = [Column(name, one.cost_ratio / benchmark.cost_ratio, one.size) for name, one in experiments.items()]
    return InventoryParameters(**settings[first]["parameters"]), benchmark, columns
