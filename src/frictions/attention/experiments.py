"""One experiment with inattentive firms: everything that the tables and figures of section 1.6 read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import Literal, TypeAlias

import numpy as np

from frictions.arrays import Array
from frictions.attention.branches import FoundEquilibrium, find_equilibria
from frictions.attention.economy import (
    DECISIONS,
    DEFAULT_LAGS,
    InformationKind,
    Interaction,
    attention_economy,
)
from frictions.attention.equilibrium import (
    AttentionEquilibrium,
    NoEquilibrium,
    attention_thresholds,
    without_information,
)
from frictions.attention.equilibrium import Start as Selection
from frictions.attention.firm_loss import best_alternative, firm_loss
from frictions.attention.reconstruction import RuleFamily, gain_from_other_rules, reconstruct
from frictions.attention.reconstruction_economy import reconstruction_map
from frictions.attention.reconstruction_report import reconstructed_information
from frictions.certificates import CertificateFailed, certify
from frictions.errors import FrictionsError
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.responses import reported_responses
from frictions.inventory.sequence_space import SequenceMap, Shock, aggregate_responses, sequence_map
from frictions.inventory.steady_state import SteadyState, steady_state
from frictions.matching.moments import MomentTable, business_cycle_moments, money_moments
from frictions.options import at_least, between, checked_fields, checked_options

Mode = Literal["optimal_separate", "optimal_joint", "reconstruction"]
"""``optimal_*``: the model solved, by kind of information. ``reconstruction``: the published equilibrium as
reconstructed in :mod:`frictions.attention.reconstruction`, which is not a solution of the model."""

Row: TypeAlias = dict[str, str | float | int | bool]
"""One line of a tidy table, its keys the columns in order."""


RECONSTRUCTION_COST = 2.557
"""Cost of a bit in the reconstruction over the literal one at which Table 1.3 is closest."""


class InvalidExperiment(FrictionsError):
    """A setting of an experiment is not admissible; the message names it."""


class Uncertified(CertificateFailed):
    """A solution does not keep the bounds of its certificate; the message names the quantity."""


@checked_fields
@dataclass(frozen=True, kw_only=True)
class AttentionExperiment:
    """What hits the economy, and what attention to it costs.

    Attributes
    ----------
    shock : {"interest_rate", "technology", "money_growth"}
    size : float
        Size of the shock in reported responses and profit deviations, percent: 0.15 is 60 annualised basis points.
    mu : float
        Cost of a bit a quarter in units of ``Xi p^-theta S``, a share of sales.
    sigma_attention : float
        Standard deviation of the shock that firms reckon with, log points. Only ``mu / sigma^2`` matters.
    persistence : float
        First autocorrelation of the shock.
    interaction : {"counted", "ignored"}
        Under separate information, see :data:`~frictions.attention.economy.Interaction`.
    selection : {"attentive", "inattentive"}
        Which equilibrium is reported where there are several: most or least information among the stable ones.
    ar, ma : int
        Orders of the restricted decision rules in mode ``reconstruction``.
    cost_factor : float
        Cost of a bit in mode ``reconstruction`` over the literal one; fitted to Table 1.3 for the default parameters.
    lags, horizon : int
        Shocks told apart, and periods.

    Raises
    ------
    InvalidExperiment, OutOfRange
        If a number is out of range.
    UnknownOption
        If an option is not among its choices.
    """

    shock: Shock = "interest_rate"
    size: float = 0.15
    mu: float = 5.25e-4
    sigma_attention: float = 0.006
    persistence: float = 0.0
    interaction: Interaction = "counted"
    selection: Selection = "attentive"
    ar: int = 1
    ma: int = 0
    cost_factor: float = RECONSTRUCTION_COST
    lags: int = DEFAULT_LAGS
    horizon: int = 160

    def __post_init__(self) -> None:
        for name in ("mu", "sigma_attention", "cost_factor"):
            if not isfinite(getattr(self, name)) or not getattr(self, name) > 0.0:
                raise InvalidExperiment(f"{name} must be positive, got {getattr(self, name)!r}")
        if not isfinite(self.size) or self.size == 0.0:
            raise InvalidExperiment(f"size must be finite and not zero, got {self.size!r}")
        between("persistence", self.persistence, -1.0, 1.0)
        for name, least in (("ar", 0), ("ma", 0), ("lags", 1), ("horizon", 2)):
            at_least(name, getattr(self, name), least)

    @property
    def cost_ratio(self) -> float:
        """Cost of a bit over the variance of the shock, all that matters of the two."""
        return self.mu / self.sigma_attention**2

    @property
    def moment_table(self) -> MomentTable:
        """Which of the source's tables of moments the experiment is about."""
        return "money" if self.shock == "money_growth" else "business_cycle"


@checked_fields
@dataclass(frozen=True, eq=False)
class AttentionOutcome:
    """Results of an experiment; responses in percent, rates and inflation in percentage points a quarter.

    Attributes
    ----------
    mode : str
    responses : mapping of str to (T - 1,) array
        The variables of :data:`frictions.inventory.responses.REPORTED`.
    decisions : mapping of str to (2, T) array
        For ``price`` and ``stock``: first-best and average response. The price is nominal, but relative in mode
        ``reconstruction``.
    information : mapping of str to float
        Flows in bits a quarter; profit deviation and objective in units of ``Xi p^-theta S``, the former capitalised
        by 1 / (1 - beta); ``no_attention_cost`` is the cost of a bit above which nobody informed is an equilibrium,
        left out where there is none.
    moments : mapping of str to float
        Table 1.3, or Table 1.6 and the markup's share under money growth.
    certificate : mapping of str to (value, bound)
        Every value is within its bound.
    equilibria : tuple of FoundEquilibrium
        All that were found, most information first; empty where none were sought.
    """

    mode: Mode
    responses: Mapping[str, Array]
    decisions: Mapping[str, Array]
    information: Mapping[str, float]
    moments: Mapping[str, float]
    certificate: Mapping[str, tuple[float, float]]
    equilibria: tuple[FoundEquilibrium, ...]


@checked_options
def run_experiment(parameters: InventoryParameters, experiment: AttentionExperiment, mode: Mode) -> AttentionOutcome:
    """Solve one experiment in one mode.

    Parameters
    ----------
    parameters : InventoryParameters
        Structural parameters; the money version has its own (section 1.6.3).
    experiment : AttentionExperiment
        Shock and cost of information.
    mode : {"optimal_separate", "optimal_joint", "reconstruction"}
        What is solved.

    Returns
    -------
    AttentionOutcome

    Raises
    ------
    InvalidExperiment
        If the mode is unknown.
    NoEquilibrium, NoReconstruction
        If nothing was found, or the mode does not apply: there is no reconstruction under money growth.
    Uncertified
        If a certificate exceeds its bound.
    """
    steady = steady_state(parameters)
    if mode == "reconstruction":
        outcome = _reconstructed(parameters, steady, experiment)
    elif mode in ("optimal_separate", "optimal_joint"):
        outcome = _optimal(parameters, steady, experiment, mode)
    else:
        raise InvalidExperiment(f"mode must be optimal_separate, optimal_joint or reconstruction, got {mode!r}")
    require_certificate(mode, outcome.certificate)
    return outcome


def require_certificate(
    solution: str, certificate: Mapping[str, tuple[float, float]], remedies: Mapping[str, str] | None = None
) -> None:
    """Raise unless every value keeps its bound.

    Parameters
    ----------
    solution : str
        What the certificate is about.
    certificate : mapping of str to (value, bound)
    remedies : mapping, optional
        What a user can do about a quantity, by name.

    Raises
    ------
    Uncertified
        Names the solution and the quantity.
    """
    try:
        certify(certificate, remedies)
    except CertificateFailed as error:
        raise Uncertified(f"{solution}: {error}") from None


def _optimal(
    parameters: InventoryParameters, steady: SteadyState, experiment: AttentionExperiment, mode: Mode
) -> AttentionOutcome:
    information: InformationKind = "joint" if mode == "optimal_joint" else "separate"
    sequence = sequence_map(parameters, steady, experiment.horizon, experiment.shock, experiment.persistence)
    economy = attention_economy(parameters, steady, sequence, information, experiment.interaction, experiment.lags)
    found = find_equilibria(economy, experiment.cost_ratio)
    stable = [one.equilibrium for one in found if one.stable]
    if not stable:
        raise NoEquilibrium(f"none of the {len(found)} equilibria is stable")
    chosen = stable[0] if experiment.selection == "attentive" else stable[-1]
    outcome = outcome_of(parameters, steady, sequence, experiment, mode, chosen)
    return replace(outcome, information={**outcome.information, "equilibria": float(len(found))}, equilibria=found)


@checked_options
def outcome_of(
    parameters: InventoryParameters,
    steady: SteadyState,
    sequence: SequenceMap,
    experiment: AttentionExperiment,
    mode: Mode,
    chosen: AttentionEquilibrium,
) -> AttentionOutcome:
    """Results of an experiment in one equilibrium of it, whatever others there are.

    Parameters
    ----------
    parameters, steady, sequence
        What the economy of the equilibrium was made from.
    experiment : AttentionExperiment
    mode : {"optimal_separate", "optimal_joint"}
    chosen : AttentionEquilibrium

    Returns
    -------
    AttentionOutcome
        Its certificate is not yet checked, and it lists no equilibria.
    """
    loss, variance = firm_loss(chosen), (experiment.size / 100.0) ** 2
    responses = reported_responses(
        aggregate_responses(sequence, chosen.decisions.reshape(-1), experiment.size), parameters, steady
    )
    nobody = without_information(chosen.economy, experiment.cost_ratio)
    thresholds = attention_thresholds(chosen.economy, nobody.linear) * experiment.sigma_attention**2
    names = ("no_attention_cost",) if mode == "optimal_joint" else ("no_attention_cost_P", "no_attention_cost_Z")
    second = chosen.information.second_eigenvalues()
    return AttentionOutcome(
        mode=mode,
        responses=responses,
        decisions={
            name: experiment.size * np.array([chosen.first_best[d], chosen.decisions[d]])
            for d, name in enumerate(DECISIONS)
        },
        information=dict(flows(chosen))
        | {
            "profit_deviation": float(loss.profit) * variance / (1.0 - parameters.beta),
            "interaction_share_pct": 100.0 * float(loss.interaction_share),
            "objective": float(loss.objective) * variance,
            "cost_ratio": experiment.cost_ratio,
        }
        | {name: float(value) for name, value in zip(names, thresholds, strict=True) if np.isfinite(value)},
        moments=_moments(responses, experiment.shock),
        certificate={
            "steady_state_residual": (max(map(abs, steady.residuals.values())), 1e-10),
            "sequence_residual": (sequence.residual, 1e-8),
            "equilibrium_residual": (chosen.residual, 1e-8),
            "signal_residual": (chosen.information.residual, 1e-8),
            "second_signal_value_over_cost": (float(second.max()), 1.0),
            "gain_from_other_signals": (best_alternative(chosen), 1e-6),
            "truncation": (chosen.truncation(), 1e-2),
        },
        equilibria=(),
    )


def _reconstructed(
    parameters: InventoryParameters, steady: SteadyState, experiment: AttentionExperiment
) -> AttentionOutcome:
    sequence = reconstruction_map(parameters, steady, experiment.horizon, experiment.shock, experiment.persistence)
    cost_ratio = experiment.cost_ratio * experiment.cost_factor
    found = reconstruct(parameters, steady, sequence, cost_ratio, family=RuleFamily(experiment.ar, experiment.ma))
    responses = reported_responses(
        aggregate_responses(sequence, found.decisions.reshape(-1), experiment.size), parameters, steady
    )
    return AttentionOutcome(
        mode="reconstruction",
        responses=responses,
        decisions={
            name: experiment.size * np.array([found.first_best[d], found.decisions[d]])
            for d, name in enumerate(DECISIONS)
        },
        information=reconstructed_information(found, parameters, steady, experiment.size, 2 * experiment.lags),
        moments=_moments(responses, experiment.shock),
        certificate={
            "steady_state_residual": (max(map(abs, steady.residuals.values())), 1e-10),
            "sequence_residual": (sequence.residual, 1e-8),
            "equilibrium_residual": (found.residual, 1e-9),
            "gain_from_other_rules": (gain_from_other_rules(found, 4), 1e-6),
        },
        equilibria=(),
    )


def flows(equilibrium: AttentionEquilibrium) -> dict[str, float]:
    """Information flows by name, bits a quarter."""
    bits = equilibrium.bits
    if len(bits) == 1:
        return {"info_flow": float(bits[0])}
    return {"info_flow_P": float(bits[0]), "info_flow_Z": float(bits[1]), "info_flow": float(bits.sum())}


def _moments(responses: Mapping[str, Array], shock: Shock) -> dict[str, float]:
    if shock != "money_growth":
        return business_cycle_moments(responses)
    # Nominal marginal cost less the price level is the real marginal cost.
    share = float(responses["real_marginal_cost"].sum() / responses["consumption"].sum())
    return money_moments(responses) | {"markup_share": share}
