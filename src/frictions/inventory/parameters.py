"""Parameters of the inventory model, in the symbols of Table 1.1."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

from frictions.errors import FrictionsError


class InvalidParameter(FrictionsError):
    """A parameter is outside its domain; carries its name and value.

    Attributes
    ----------
    parameter : str
        Name of the field.
    value : float
        The value that was given.
    """

    def __init__(self, parameter: str, value: float, requirement: str) -> None:
        self.parameter = parameter
        self.value = value
        super().__init__(f"parameter {parameter} must be {requirement}, got {value!r}")


def _check(record: object, domains: dict[str, tuple[Callable[[float], bool], str]]) -> None:
    for name, (inside, requirement) in domains.items():
        value = getattr(record, name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or not inside(value):
            raise InvalidParameter(name, value, requirement)


_OPEN_UNIT = (lambda x: 0.0 < x < 1.0, "inside (0, 1)")
_HALF_OPEN_UNIT = (lambda x: 0.0 <= x < 1.0, "inside [0, 1)")
_CLOSED_UNIT = (lambda x: 0.0 <= x <= 1.0, "inside [0, 1]")
_POSITIVE = (lambda x: x > 0.0, "positive")
_NOT_NEGATIVE = (lambda x: x >= 0.0, "zero or positive")
_ABOVE_ONE = (lambda x: x > 1.0, "above 1")
_FINITE = (lambda x: True, "finite")

_COMMON_DOMAINS: dict[str, tuple[Callable[[float], bool], str]] = {
    "beta": _OPEN_UNIT,
    "theta": _ABOVE_ONE,
    "theta_w": _ABOVE_ONE,
    "delta_z": _HALF_OPEN_UNIT,
    "sigma_v": _POSITIVE,
    "psi_l": _POSITIVE,
    "g_star": _HALF_OPEN_UNIT,
    "h": _HALF_OPEN_UNIT,
    "sigma_c": _POSITIVE,
    "sigma_l": _NOT_NEGATIVE,
    "alpha": (lambda x: 0.0 < x <= 1.0, "inside (0, 1]"),
    "xi_w": _OPEN_UNIT,
    "iota_w": _CLOSED_UNIT,
    "rho_R": _HALF_OPEN_UNIT,
    "phi_pi": _FINITE,
    "phi_Y": _FINITE,
}
_CALVO_DOMAINS = {"xi_p": _OPEN_UNIT, "iota_p": _CLOSED_UNIT}


@dataclass(frozen=True, kw_only=True, slots=True)
class InventoryParameters:
    """What the Calvo and the rational-inattention model have in common (Table 1.1); a period is a quarter.

    Attributes
    ----------
    beta : float
        Discount factor.
    theta, theta_w : float
        Elasticities of substitution between goods (1.5) and between kinds of labour (section 1.3.4).
    delta_z : float
        Depreciation of inventories (1.11).
    sigma_v : float
        Standard deviation of the log taste shock (section 1.3.2).
    psi_l : float
        Weight of labour in utility (1.3); moves levels only.
    g_star : float
        Government spending over output (section 1.3.5).
    h : float
        External habit (1.2).
    sigma_c, sigma_l : float
        Curvature of utility in consumption (1.2) and in labour (1.3).
    alpha : float
        Output elasticity of labour (1.9).
    xi_w, iota_w : float
        Share of wages that are not reset, and their indexation to past inflation (1.24)-(1.26).
    rho_R, phi_pi, phi_Y : float
        Interest-rate rule (1.28): smoothing, response to inflation, response to output. The text's value of
        ``phi_Y`` is Smets and Wouters's response to output *growth*; the rule uses it on the level.

    Raises
    ------
    InvalidParameter
        If a value is outside its domain.
    """

    beta: float
    theta: float
    theta_w: float
    delta_z: float
    sigma_v: float
    psi_l: float
    g_star: float
    h: float
    sigma_c: float
    sigma_l: float
    alpha: float
    xi_w: float
    iota_w: float
    rho_R: float
    phi_pi: float
    phi_Y: float

    def __post_init__(self) -> None:
        _check(self, _COMMON_DOMAINS)

    @property
    def carry(self) -> float:
        """Value next period of a good kept today, ``b = beta (1 - delta_z)``."""
        return self.beta * (1.0 - self.delta_z)


@dataclass(frozen=True, kw_only=True, slots=True)
class CalvoParameters(InventoryParameters):
    """The common parameters and those of Calvo pricing (section A.6).

    Attributes
    ----------
    xi_p, iota_p : float
        Share of prices that are not reset, and their indexation to past inflation (A.28).

    Raises
    ------
    InvalidParameter
        If a value is outside its domain.
    """

    xi_p: float
    iota_p: float

    def __post_init__(self) -> None:
        # A slotted dataclass is a copy of the class, which super() without arguments does not find.
        InventoryParameters.__post_init__(self)
        _check(self, _CALVO_DOMAINS)
