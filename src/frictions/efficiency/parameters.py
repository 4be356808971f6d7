"""Parameters of the efficiency model, in the symbols of the source."""

from dataclasses import dataclass, fields
from typing import Any, Literal, TypeAlias

import numpy as np

from frictions.errors import FrictionsError

Number: TypeAlias = Any
"""A float, a complex number or an array: the formulas use the four operations, powers and logarithms only.

Arrays solve many economies at once; complex numbers give exact derivatives by the complex step.
"""

Information: TypeAlias = Literal["exogenous", "endogenous"]
"""Whether the precisions of the private signals are given or chosen under the capacity constraint."""


class InvalidParameter(FrictionsError):
    """A parameter lies outside the range where the model is defined; the message names it."""


@dataclass(frozen=True)
class Parameters:
    r"""Primitives; each is a float, or an array where many economies are solved at once.

    The defaults are the baseline calibration of this project (the source prints none).

    Raises
    ------
    InvalidParameter
        If a value is outside its range.
    """

    gross_rate: Number = 1.03
    """:math:`R_f>1`, a period."""
    persistence: Number = 0.8
    r""":math:`G\in[0,1)`, of the dividend."""
    mu: Number = 1.0
    """Mean of the dividend but for income."""
    alpha: Number = 0.2
    """Response of the dividend to log income, positive."""
    theta: Number = 4.0
    """Elasticity of demand, above one."""
    eta: Number = 0.5
    """Output elasticity of the input in (0, 1): production efficiency."""
    gamma: Number = 1.0
    """Absolute risk aversion, positive."""
    log_productivity: Number = 0.5
    r""":math:`\ln\bar Z`."""
    log_demand: Number = 0.5
    r""":math:`\ln\bar Y`."""
    tau_epsilon: Number = 4.0
    """Precision of the demand shock."""
    tau_a: Number = 25.0
    """Precision of the productivity shock; may be infinite."""
    tau_s: Number = 25.0
    """Precision of the noise in the firm's disclosure, finite."""
    tau_n: Number = 4.0
    """Precision of noise demand."""
    tau_x: Number = 2.0
    """Precision of the private signal of demand, where information is exogenous."""
    tau_g: Number = 0.0
    """Precision of the private signal of noise demand, where information is exogenous; may be zero."""
    capacity: Number = 4.0
    r""":math:`H`, where information is chosen: :math:`\tau_x^2+\chi\tau_g^2\le H`."""
    chi: Number = 1.0
    """Cost of precision about noise demand, positive."""
    input_error: Number = 0.0
    r""":math:`\sigma_k\ge0`, standard deviation of an error in carrying out the input decision."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = np.asarray(getattr(self, field.name), dtype=np.float64)
            if not np.all(np.isfinite(value)) and not (field.name == "tau_a" and not np.any(np.isnan(value))):
                raise InvalidParameter(f"{field.name} must be finite")
        positive = (*("alpha", "gamma", "tau_epsilon", "tau_a", "tau_s", "tau_n", "tau_x", "capacity", "chi"),)
        for name in positive:
            _require(np.all(np.asarray(getattr(self, name)) > 0.0), name, getattr(self, name), "be positive")
        for name in ("tau_g", "input_error", "persistence"):
            _require(np.all(np.asarray(getattr(self, name)) >= 0.0), name, getattr(self, name), "not be negative")
        _require(np.all(np.asarray(self.gross_rate) > 1.0), "gross_rate", self.gross_rate, "exceed one")
        _require(np.all(np.asarray(self.persistence) < 1.0), "persistence", self.persistence, "be below one")
        _require(np.all(np.asarray(self.theta) > 1.0), "theta", self.theta, "exceed one")
        eta = np.asarray(self.eta)
        _require(np.all((eta > 0.0) & (eta < 1.0)), "eta", self.eta, "lie strictly between zero and one")


def _require(holds: Any, name: str, value: Number, rule: str) -> None:
    if not holds:
        raise InvalidParameter(f"{name} = {value} must {rule}")
