"""Priors of matched parameters, stated in the experiment's file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, log
from typing import Any, Literal

import numpy as np
from scipy import stats

from frictions.errors import FrictionsError
from frictions.matching.parameters import Parameter
from frictions.options import checked_fields


class InvalidPrior(FrictionsError):
    """A prior does not exist or does not fit its parameter; the message names the parameter."""


@checked_fields
@dataclass(frozen=True, eq=False)
class Prior:
    """A prior on the bounds of one parameter.

    Attributes
    ----------
    family : {"uniform", "beta", "gamma", "normal"}
    law : frozen distribution of scipy.stats
        Over the whole line; what lies outside the bounds is cut off.
    lower, upper : float
        Bounds of the parameter.
    """

    family: Literal["uniform", "beta", "gamma", "normal"]
    law: Any
    lower: float
    upper: float

    def log_density(self, value: float) -> float:
        """Log density up to a constant; minus infinity outside the bounds.

        Written out, since a sampler asks for it hundreds of thousands of times and scipy's takes as long as the model.
        """
        if not self.lower <= value <= self.upper:
            return -inf
        if self.family == "uniform":
            return 0.0
        if self.family == "normal":
            return -0.5 * ((value - self.law.args[0]) / self.law.args[1]) ** 2
        shape = self.law.args
        if value <= 0.0 or (self.family == "beta" and value >= 1.0):
            return float(self.law.logpdf(value))
        if self.family == "beta":
            return float((shape[0] - 1.0) * log(value) + (shape[1] - 1.0) * log(1.0 - value))
        return float((shape[0] - 1.0) * log(value) - value / self.law.kwds["scale"])

    def quantile(self, share: float) -> float:
        """Value below which the given share of the prior on the bounds lies."""
        low, high = self.law.cdf(self.lower), self.law.cdf(self.upper)
        return float(np.clip(self.law.ppf(low + share * (high - low)), self.lower, self.upper))


def read_priors(parameters: Sequence[Parameter], stated: Mapping[str, Mapping[str, Any]]) -> tuple[Prior, ...]:
    """Priors in the order of the parameters; uniform on the bounds where none is stated.

    Parameters
    ----------
    parameters : sequence of Parameter
    stated : mapping
        By parameter: ``family`` with ``mean`` and ``sd``; a beta is on [0, 1], a gamma on the positive numbers.

    Returns
    -------
    tuple of Prior

    Raises
    ------
    InvalidPrior
        If a name is not a parameter's, moments are impossible, or the prior has no mass on the bounds.
    """
    unknown = set(stated) - {parameter.name for parameter in parameters}
    if unknown:
        raise InvalidPrior(f"priors.{min(unknown)}: no such parameter is estimated")
    return tuple(_prior(parameter, stated.get(parameter.name, {"family": "uniform"})) for parameter in parameters)


def _prior(parameter: Parameter, stated: Mapping[str, Any]) -> Prior:
    name, family = parameter.name, stated["family"]
    if family == "uniform":
        law = stats.uniform(parameter.lower, parameter.upper - parameter.lower)
    else:
        mean, sd = float(stated["mean"]), float(stated["sd"])
        if not sd > 0.0:
            raise InvalidPrior(f"priors.{name}: sd must be positive, got {sd:g}")
        if family == "normal":
            law = stats.norm(mean, sd)
        elif family == "gamma":
            if not mean > 0.0:
                raise InvalidPrior(f"priors.{name}: a gamma needs a positive mean, got {mean:g}")
            law = stats.gamma((mean / sd) ** 2, scale=sd**2 / mean)
        elif family == "beta":
            size = mean * (1.0 - mean) / sd**2 - 1.0
            if not (0.0 < mean < 1.0 and size > 0.0):
                raise InvalidPrior(f"priors.{name}: no beta has mean {mean:g} and sd {sd:g}")
            law = stats.beta(mean * size, (1.0 - mean) * size)
        else:
            raise InvalidPrior(f"priors.{name}: {family!r} is not one of uniform, beta, gamma, normal")
    if not law.cdf(parameter.upper) - law.cdf(parameter.lower) > 0.0:
        raise InvalidPrior(f"priors.{name}: it has no mass between {parameter.lower:g} and {parameter.upper:g}")
    return Prior(family, law, parameter.lower, parameter.upper)
