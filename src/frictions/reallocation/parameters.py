"""Parameters of the dynamic economy (Table 2.1) and of its numerical state space."""

import math
from dataclasses import dataclass

from frictions.reallocation.errors import InvalidParameter


@dataclass(frozen=True)
class Economy:
    """Preferences, technology and frictions of the economy of section 2.4; a period is a year.

    Attributes
    ----------
    discount_factor : float
        beta.
    labor_exponent, capital_exponent : float
        gamma and alpha of (2.11); their sum is below 1.
    depreciation : float
        delta; it includes the lemons.
    lemon_rate : float
        lambda, at most delta.
    new_weight : float
        eta.
    substitution : float
        epsilon; infinity switches the specificity of used capital off.
    borrowing_limit : float
        Largest face value of debt, in units of the final good.
    inverse_frisch : float
        theta_h of (2.10).
    labor_disutility : float
        psi of (2.10).
    risk_aversion : float
        tau of (2.10); it moves the household's welfare and no equilibrium quantity.
    persistence, innovation_sd : float
        rho_z of (2.12) and the standard deviation (not the variance) of its innovation.
    productivity_states : int
        Nodes of the Tauchen chain.
    tauchen_width : float
        Half-width of the Tauchen grid in unconditional standard deviations.
    aggregate_productivity : float
        Z in the stationary equilibrium.
    """

    discount_factor: float = 0.95
    labor_exponent: float = 0.55
    capital_exponent: float = 0.24
    depreciation: float = 0.065
    lemon_rate: float = 0.002
    new_weight: float = 0.7
    substitution: float = 2.5
    borrowing_limit: float = 0.35
    inverse_frisch: float = 0.4
    labor_disutility: float = 2.0
    risk_aversion: float = 2.0
    persistence: float = 0.9
    innovation_sd: float = 0.11
    productivity_states: int = 5
    tauchen_width: float = 2.0
    aggregate_productivity: float = 1.0

    def __post_init__(self) -> None:
        fractions = ("discount_factor", "labor_exponent", "capital_exponent", "depreciation", "new_weight")
        for name in fractions:
            if not 0.0 < getattr(self, name) < 1.0:
                raise InvalidParameter(name, getattr(self, name), "strictly between 0 and 1")
        positive = (
            "borrowing_limit",
            "inverse_frisch",
            "labor_disutility",
            "risk_aversion",
            "innovation_sd",
            "tauchen_width",
            "aggregate_productivity",
        )
        for name in positive:
            if not 0.0 < getattr(self, name) < math.inf:
                raise InvalidParameter(name, getattr(self, name), "positive and finite")
        if self.capital_exponent + self.labor_exponent >= 1.0:
            raise InvalidParameter("capital_exponent", self.capital_exponent, "below 1 less labor_exponent")
        if not 0.0 <= self.lemon_rate <= self.depreciation:
            raise InvalidParameter("lemon_rate", self.lemon_rate, "between 0 and the depreciation rate")
        if not self.substitution > 0.0:
            raise InvalidParameter("substitution", self.substitution, "positive")
        if not -1.0 < self.persistence < 1.0:
            raise InvalidParameter("persistence", self.persistence, "strictly between -1 and 1")
        if self.productivity_states < 2:
            raise InvalidParameter("productivity_states", self.productivity_states, "at least 2")

    @property
    def profit_exponent(self) -> float:
        """Exponent of capital in profit, alpha / (1 - gamma)."""
        return self.capital_exponent / (1.0 - self.labor_exponent)


@dataclass(frozen=True)
class Resolution:
    """Size of the numerical state space.

    Attributes
    ----------
    alignment : int
        Capital nodes per factor 1 / (1 - delta): capital that is left alone moves exactly this many nodes down.
    bond_points : int
        Nodes of the bond grid.
    capital_lowest, capital_highest : float
        Range that the capital grid covers.
    bond_highest : float
        Largest bond holding.
    """

    alignment: int = 1
    bond_points: int = 60
    capital_lowest: float = 0.02
    capital_highest: float = 15.0
    bond_highest: float = 10.0

    def __post_init__(self) -> None:
        if self.alignment < 1:
            raise InvalidParameter("alignment", self.alignment, "at least 1")
        if self.bond_points < 4:
            raise InvalidParameter("bond_points", self.bond_points, "at least 4")
        if not 0.0 < self.capital_lowest < self.capital_highest:
            raise InvalidParameter("capital_lowest", self.capital_lowest, "positive and below capital_highest")
        if self.bond_highest <= 0.0:
            raise InvalidParameter("bond_highest", self.bond_highest, "positive")
