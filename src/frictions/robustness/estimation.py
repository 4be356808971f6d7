"""Responses to the shock and their band under one specification."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from scipy.stats import norm

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.options import at_least, checked_options, one_of
from frictions.robustness.panels import Panel
from frictions.timeseries.bands import response_bands
from frictions.timeseries.bias import bias_corrected, pope_bias
from frictions.timeseries.local_projections import local_projections
from frictions.timeseries.resampling import Innovations, response_draws
from frictions.timeseries.var import (
    VectorAutoregression,
    check_sample_length,
    estimate_var,
    impulse_responses,
    recursive_impact,
)

Estimator = Literal["var", "bias_corrected_var", "local_projections"]
BootstrapBand = Literal["percentile", "hall", "bias_corrected", "wild", "moving_block"]
ProjectionBand = Literal["newey_west", "lag_augmented"]
"""Normal bands with these standard errors."""


class WrongCombination(FrictionsError):
    """Choices that do not go together; the settings should leave them out."""


@dataclass(frozen=True)
class Shock:
    """What the responses are to, and how their bands are made.

    Attributes
    ----------
    variable : str
        The shocked one.
    size : float
        In its units.
    horizons : int
        Quarters, the impact included.
    coverage : float
        Nominal, of the bands.
    entropy : int
        Seed of the artificial samples.
    reject_explosive : bool
        Leave out draws whose VAR has an explosive root.
    """

    variable: str
    size: float
    horizons: int
    coverage: float
    entropy: int
    reject_explosive: bool = False


@dataclass(frozen=True)
class Responses:
    """Responses of all variables with a pointwise band.

    Attributes
    ----------
    names : tuple of str
        Variables, in the recursive order.
    point, lower, upper : (horizons, n) arrays
        Units of the variables' levels.
    """

    names: tuple[str, ...]
    point: Array
    lower: Array
    upper: Array


def specified_responses(panel: Panel, choices: Mapping[str, Any], shock: Shock, draws: int) -> Responses:
    """Estimate one specification.

    Parameters
    ----------
    panel : Panel
        Under the choices of data, sample, trends, unit roots and order.
    choices : mapping
        With ``lags``, ``estimator`` (of :data:`Estimator`) and ``band`` (of :data:`BootstrapBand`, or of
        :data:`ProjectionBand` for local projections).
    shock : Shock
    draws : int
        Artificial samples behind a bootstrapped band.

    Raises
    ------
    FrictionsError
        If the specification cannot be estimated, or its choices do not go together.
    """
    at_least("draws", draws, 1)
    one_of("estimator", choices["estimator"], get_args(Estimator))
    model, names, summed = _estimated(panel, choices["lags"])
    if choices["estimator"] == "local_projections":
        if summed.any():
            raise WrongCombination("local projections of differences have no band for their sums")
        point, lower, upper = _projected(model, names, choices["band"], shock)
    else:
        point, lower, upper = _bootstrapped(model, names, summed, choices, shock, draws)
    return Responses(names, point, lower, upper)


def _projected(
    model: VectorAutoregression, names: tuple[str, ...], band: str, shock: Shock
) -> tuple[Array, Array, Array]:
    one_of("band", band, get_args(ProjectionBand))
    errors: ProjectionBand = "newey_west" if band == "newey_west" else "lag_augmented"
    found = local_projections(model, names.index(shock.variable), shock.size, shock.horizons, errors)
    width = float(norm.ppf(0.5 + shock.coverage / 2)) * found.standard_error
    return found.response, found.response - width, found.response + width


def _bootstrapped(
    model: VectorAutoregression,
    names: tuple[str, ...],
    summed: np.ndarray,
    choices: Mapping[str, Any],
    shock: Shock,
    draws: int,
) -> tuple[Array, Array, Array]:
    """Point responses and band of a VAR."""
    band = choices["band"]
    one_of("band", band, get_args(BootstrapBand))
    generating, bias = model, None
    if choices["estimator"] == "bias_corrected_var" or band == "bias_corrected":
        bias = pope_bias(model)
        generating = bias_corrected(model, bias)
    estimated = generating if choices["estimator"] == "bias_corrected_var" else model
    point = _point(estimated, names, summed, shock)
    innovations: Innovations = band if band in ("wild", "moving_block") else "resampled"
    paths = _paths(generating, names, summed, shock, draws, innovations, bias)
    kind: Literal["hall", "percentile"] = "hall" if band == "hall" else "percentile"
    lower, upper = response_bands([kind], point, paths, {}, shock.coverage)[kind]
    return point, lower, upper


def _point(model: VectorAutoregression, names: tuple[str, ...], summed: np.ndarray, shock: Shock) -> Array:
    """Responses, those of ``summed`` variables added up over the quarters to each."""
    impact = recursive_impact(model.covariance, names.index(shock.variable), shock.size)
    point = impulse_responses(model.lag_matrices, impact, shock.horizons)
    point[:, summed] = point[:, summed].cumsum(axis=0)
    return point


def _paths(
    model: VectorAutoregression,
    names: tuple[str, ...],
    summed: np.ndarray,
    shock: Shock,
    draws: int,
    innovations: Innovations,
    bias: Array | None = None,
) -> Array:
    """The same re-estimated on artificial samples, (draws, horizons, n)."""
    drawn = response_draws(
        model,
        range(draws),
        position=names.index(shock.variable),
        size=shock.size,
        horizons=shock.horizons,
        entropy=shock.entropy,
        innovations=innovations,
        bias=bias,
        find_explosive=shock.reject_explosive,
    )
    paths = drawn.responses[~drawn.explosive] if shock.reject_explosive else drawn.responses
    paths[:, :, summed] = paths[:, :, summed].cumsum(axis=1)
    return paths


@checked_options
def responses_and_draws(
    panel: Panel, lags: int, shock: Shock, draws: int, innovations: Innovations
) -> tuple[tuple[str, ...], Array, Array]:
    """Point responses of a VAR and its draws, for a target that models are matched to.

    Parameters
    ----------
    panel : Panel
    lags : int
    shock : Shock
    draws : int
    innovations : Innovations

    Returns
    -------
    names : tuple of str
        Variables, in the recursive order.
    point : (horizons, n) array
    draws : (draws, horizons, n) array

    Raises
    ------
    FrictionsError
        If the VAR cannot be estimated.
    """
    model, names, summed = _estimated(panel, lags)
    return names, _point(model, names, summed, shock), _paths(model, names, summed, shock, draws, innovations)


def _estimated(panel: Panel, lags: int) -> tuple[VectorAutoregression, tuple[str, ...], np.ndarray]:
    """The VAR, its variables, and which of them have responses that are added up."""
    names = tuple(map(str, panel.frame))
    check_sample_length(len(panel.frame), len(names), lags)
    model = estimate_var(panel.frame.to_numpy(), lags)
    return model, names, np.array([name in panel.differenced for name in names])
