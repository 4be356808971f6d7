"""What a sweep may ask for, checked before anything runs; no model is imported here."""

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

from frictions.sweeps.grid import BadSweep, Point, grid_points


@dataclass(frozen=True)
class Model:
    """A model that can be swept.

    Attributes
    ----------
    modes : tuple of str
        Ways to solve it, the default first; empty if there is one only.
    outputs : tuple of str
        Groups of quantities; a quantity is called ``group.name``.
    experiments : bool
        Whether a sweep starts from a file of config/experiments; else it starts from the section of the configuration.
    section : str
        Where the parameters are in that file: its key, next to which single numbers count too.
    added : mapping
        Parameters that the base does not hold, with the value they have where a sweep does not say.
    """

    modes: tuple[str, ...]
    outputs: tuple[str, ...]
    experiments: bool
    section: str
    added: Mapping[str, float]


MODELS: Mapping[str, Model] = {
    "calvo": Model(
        modes=("marginal", "average"),
        outputs=("moments", "responses", "steady_state", "rules", "certificate", "sampling"),
        experiments=True,
        section="parameters",
        added={},
    ),
    "attention": Model(
        modes=("optimal_separate", "optimal_joint", "reconstruction"),
        outputs=("information", "moments", "responses", "certificate"),
        experiments=True,
        section="parameters",
        added={},
    ),
    "reallocation": Model(
        modes=(),
        outputs=("steady_state", "responses", "certificate"),
        experiments=True,
        section="economy",
        added={"lemon_rate": 0.002},
    ),
    "efficiency": Model(
        modes=("exogenous", "endogenous"),
        outputs=("stationary", "information", "certificate"),
        experiments=False,
        section="parameters",
        added={"input_error": 0.0},
    ),
    "production_economy": Model(
        modes=(),
        outputs=("equilibrium", "yields", "certificate"),
        experiments=False,
        section="parameters",
        added={"risk_aversion": 1.0},
    ),
}
"""The models by name."""


@dataclass(frozen=True)
class Sweep:
    """A checked sweep.

    Attributes
    ----------
    model : str
    base : str or None
        File of config/experiments/<model>, without its ending.
    mode : str
        Empty where the model has one way only.
    fixed : mapping
        Parameters that differ from the base and do not vary.
    points : list of dict
        Values of the varied parameters.
    outputs : tuple of str
    draw : tuple of str
        Quantities in the figure.
    points_per_job : int
    """

    model: str
    base: str | None
    mode: str
    fixed: Mapping[str, float]
    points: list[Point]
    outputs: tuple[str, ...]
    draw: tuple[str, ...]
    points_per_job: int


def parameters_of(model: Model, base: Mapping[str, Any]) -> dict[str, float]:
    """Parameters that a base holds: those of its section and the single numbers beside it."""
    beside = {name: value for name, value in base.items() if _is_number(value)}
    return {
        **model.added,
        **beside,
        **{name: value for name, value in base[model.section].items() if _is_number(value)},
    }


def check_sweep(name: str, settings: Mapping[str, Any], bases: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Sweep:
    """Hold a sweep against what its model offers.

    Parameters
    ----------
    name : str
    settings : mapping
        The settings under ``sweep.<name>``: model, base, mode, set, grid, outputs, draw, points_per_job.
    bases : mapping
        By model, settings to start from by name; a model without experiments has one under the name ``settings``.

    Returns
    -------
    Sweep

    Raises
    ------
    BadSweep
        If the model, the base, the mode, a parameter, a group of outputs or a drawn quantity is unknown; the message
        names it.
    """
    where = f"setting sweep.{name}"
    chosen = settings["model"]
    _require_known(f"{where}.model", chosen, MODELS)
    model, known = MODELS[chosen], bases[chosen]
    base = settings.get("base")
    if model.experiments:
        if base is None:
            raise BadSweep(f"{where}.base: missing; choose from {', '.join(known)}")
        _require_known(f"{where}.base", base, known)
    elif base is not None:
        raise BadSweep(f"{where}.base: the model {chosen} starts from the section {chosen} of the configuration")
    parameters = parameters_of(model, known[base or "settings"])
    fixed = dict(settings.get("set") or {})
    for part, names in (("grid", settings["grid"]), ("set", fixed)):
        for parameter in names:
            _require_known(f"{where}.{part}", parameter, parameters)
    both = set(settings["grid"]) & set(fixed)
    if both:
        raise BadSweep(f"{where}.set: {', '.join(sorted(both))} varies in the grid")
    mode = settings.get("mode")
    if mode is not None:
        _require_known(f"{where}.mode", mode, model.modes)
    for output in settings["outputs"]:
        _require_known(f"{where}.outputs", output, model.outputs)
    for quantity in settings["draw"]:
        _require_known(f"{where}.draw", quantity.split(".")[0], settings["outputs"])
    return Sweep(
        model=chosen,
        base=base,
        mode=mode or next(iter(model.modes), ""),
        fixed=fixed,
        points=grid_points(where, settings["grid"]),
        outputs=tuple(settings["outputs"]),
        draw=tuple(settings["draw"]),
        points_per_job=int(settings["points_per_job"]),
    )


def _require_known(where: str, name: str, known: Collection[str]) -> None:
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"known here: {', '.join(known) or 'none'}"
        raise BadSweep(f"{where}: unknown '{name}'; {hint}")


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)
