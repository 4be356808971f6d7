"""How often the bands of each kind hold the responses of a VAR that is known, by Monte Carlo."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from frictions.arrays import Array
from frictions.options import at_least, checked_options
from frictions.timeseries.bands import Band, response_bands
from frictions.timeseries.bias import UnstableEstimate, bias_corrected, pope_bias
from frictions.timeseries.resampling import Innovations, artificial_panel, response_draws
from frictions.timeseries.var import VectorAutoregression, estimate_var, impulse_responses, recursive_impact

SCHEMES: tuple[Literal["wild", "moving_block"], ...] = ("wild", "moving_block")
"""Bands with draws of their own that are named after their innovations."""


@dataclass(frozen=True)
class Coverage:
    """Whether bands held the truth.

    Attributes
    ----------
    kinds : tuple of str
    holds : (samples, kinds, horizons, n) boolean array
    widths : (samples, kinds, horizons, n) array
        Upper less lower end.
    """

    kinds: tuple[Band, ...]
    holds: np.ndarray
    widths: Array


@checked_options
def band_coverage(
    truth: VectorAutoregression,
    kinds: Sequence[Band],
    samples: range,
    *,
    draws: int,
    position: int,
    size: float,
    horizons: int,
    coverage: float,
    entropy: int,
    progress: Callable[[int], None] = lambda done: None,
) -> Coverage:
    """Draw samples from a VAR, estimate it on each, and see whether each band holds its responses.

    Parameters
    ----------
    truth : VectorAutoregression
        Its residuals are the innovations of the samples, drawn one by one, and its first quarters their beginning.
    kinds : sequence of Band
    samples : range
        Numbers of the samples; sample i is the same whatever the range.
    draws : int
        Bootstrap draws behind each band.
    position, size, horizons
        The recursive shock, as in :func:`~frictions.timeseries.var.recursive_impact`.
    coverage : float
        Nominal.
    entropy : int
        Seed.
    progress : callable
        Told the number of samples that are done.

    Returns
    -------
    Coverage
        Where the estimate on a sample is explosive, for which no bias is known, the bias-corrected band is that of the
        residual bootstrap.
    """
    at_least("draws", draws, 2)
    impact = recursive_impact(truth.covariance, position, size)
    responses = impulse_responses(truth.lag_matrices, impact, horizons)
    shape = (len(samples), len(kinds), horizons, truth.panel.shape[1])
    holds, widths = np.empty(shape, dtype=bool), np.empty(shape)
    shock: dict[str, Any] = {"position": position, "size": size, "horizons": horizons}
    for row, sample in enumerate(samples):
        model = estimate_var(artificial_panel(truth, sample, entropy), truth.lags)
        point = impulse_responses(model.lag_matrices, recursive_impact(model.covariance, position, size), horizons)
        # A sample's draws have a seed of their own, apart from that of the samples.
        seed = int(np.random.SeedSequence(entropy, spawn_key=(sample, 1)).generate_state(1)[0])

        def drawn(
            innovations: Innovations = "resampled", model: VectorAutoregression = model, seed: int = seed
        ) -> Array:
            return response_draws(model, range(draws), entropy=seed, innovations=innovations, **shock).responses

        residual = drawn()
        own: dict[str, Array] = {kind: drawn(kind) for kind in SCHEMES if kind in kinds}
        if "bias_corrected" in kinds:
            try:
                bias = pope_bias(model)
                fixed = bias_corrected(model, bias)
                own["bias_corrected"] = response_draws(fixed, range(draws), entropy=seed, bias=bias, **shock).responses
            except UnstableEstimate:
                own["bias_corrected"] = residual
        bands = response_bands(kinds, point, residual, own, coverage)
        for column, kind in enumerate(kinds):
            lower, upper = bands[kind]
            holds[row, column] = (lower <= responses) & (responses <= upper)
            widths[row, column] = upper - lower
        progress(row + 1)
    return Coverage(tuple(kinds), holds, widths)


def coverage_rows(coverage: Coverage, names: Sequence[str]) -> pd.DataFrame:
    """Coverage over all samples.

    Parameters
    ----------
    coverage : Coverage
    names : sequence of n str
        Variables.

    Returns
    -------
    DataFrame
        Columns band, variable, pointwise (mean over the quarters after the impact), paths (share of samples whose band
        holds all of them) and width (mean, unit of the variable).
    """
    after = coverage.holds[:, :, 1:]
    rows = [
        (
            kind,
            name,
            float(after[:, k, :, i].mean()),
            float(after[:, k, :, i].all(axis=1).mean()),
            float(coverage.widths[:, k, 1:, i].mean()),
        )
        for k, kind in enumerate(coverage.kinds)
        for i, name in enumerate(names)
    ]
    return pd.DataFrame(rows, columns=["band", "variable", "pointwise", "paths", "width"])
