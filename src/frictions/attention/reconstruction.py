"""What produced the published tables of rational inattention, reconstructed; not a solution of the model.

No information structure makes the published responses an equilibrium of the model with the price index linearised
correctly. They come close to the fixed point of the following construction:

- both decisions of a firm follow AR(1) rules, and *one* noise per shock moves both (section A.5, (1.37)); what is paid
  for is the sum of the flows to either decision, as the tables print them. The optimum gives the noise opposite signs
  in the two decisions, which lets their errors offset each other;
- firms track the *relative* price and the stock, and the price level follows from a part of the price index alone
  (:mod:`frictions.attention.reconstruction_economy`).

Two things keep it from being a solution: the price level, and that flows which are added up understate what the two
decisions reveal together. Rules, noise, flow and price level were chosen from a family of variants
(:mod:`frictions.attention.reconstruction_variants`), and the cost of information is fitted.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import root

from frictions.arrays import Array
from frictions.attention.arma import ArmaProblem, ArmaSolution, FlowMeasure, NoiseKind, evaluate_rules
from frictions.attention.arma_kernel import rules_responses
from frictions.attention.arma_search import NoArmaOptimum, RulesObjective, best_rules, default_starts
from frictions.attention.economy import Interaction
from frictions.attention.fixed_point import iterate_to_fixed_point
from frictions.attention.reconstruction_economy import NoReconstruction
from frictions.errors import FrictionsError
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.profit_hessian import profit_hessian
from frictions.inventory.sequence_space import SequenceMap
from frictions.inventory.steady_state import SteadyState
from frictions.options import checked_fields

APPROACH = (3e-2, 1e-3, 1e-5)
"""Relative changes of a first-best response at which Newton's method is tried in turn."""

SEARCH_TOLERANCE = 1e-7
"""Slope, over the loss without information, at which a search for rules stops."""

RESTARTS = 3
"""Fixed points that are left because firms prefer other rules there, before none is reported."""

WORTH_CHANGING = 1e-6
"""Share of the objective that other rules must save."""

SOLVED = 1e-10
"""Largest slope of the objective, over the loss without information, at which an equilibrium counts as solved."""

INFORMED = 1e-4
"""Bits a quarter below which a decision counts as made without information; its rule is not determined then."""

NEWTON_EVALUATIONS = 80
"""Most evaluations of the first-order conditions; from a neighbouring equilibrium some fifteen are enough."""

SILENT_NOISE = 20.0
"""Logarithm of the noise over the response of a decision without information: a flow of 1e-18 bits."""

MIXING = 0.25
"""Share of the gap that a round closes; without damping the loop diverges."""


@checked_fields
@dataclass(frozen=True)
class RuleFamily:
    """Which decision rules firms choose from, and what they reckon with.

    Attributes
    ----------
    ar, ma : int
        Orders of the lag polynomials.
    flow : {"sum", "joint"}
        How information is counted.
    noise : {"independent", "shared"}
        Whether one noise moves both decisions.
    interaction : {"counted", "ignored"}
        Whether rules are chosen for the whole loss.
    """

    ar: int = 1
    ma: int = 0
    flow: FlowMeasure = "sum"
    noise: NoiseKind = "shared"
    interaction: Interaction = "counted"

    def problem(self, first_best: Array, weight: Array, cost_ratio: float, unit: Array | None = None) -> ArmaProblem:
        """What a firm of this family minimises at given first-best responses (2, T)."""
        return ArmaProblem(
            first_best, weight, cost_ratio, self.ar, self.ma, self.flow, self.noise, self.interaction, unit
        )


@dataclass(frozen=True, eq=False)
class Reconstruction:
    """Fixed point of the construction; responses per unit of the shock.

    Attributes
    ----------
    family : RuleFamily
        Rules that firms choose from.
    sequence : SequenceMap
        The map from average to first-best decisions.
    rules : ArmaSolution
        Their choice.
    first_best : (2, T) array
        First-best relative price and stock.
    weight : (2, 2) array
        Weights of the loss.
    cost_ratio : float
        Cost of a bit over the variance of the shock.
    residual : float
        Certificate: largest slope of a firm's objective at its rules, over its loss without information.
    """

    family: RuleFamily
    sequence: SequenceMap
    rules: ArmaSolution
    first_best: Array
    weight: Array
    cost_ratio: float
    residual: float

    @property
    def decisions(self) -> Array:
        """Average price and stock, (2, T)."""
        return self.rules.responses

    @property
    def informed(self) -> npt.NDArray[np.bool_]:
        """Whether firms attend to each decision, (2,)."""
        return _informed(self.rules)

    @property
    def problem(self) -> ArmaProblem:
        """The problem of a firm in this equilibrium, in the coordinates of its rules."""
        return self.family.problem(self.first_best, self.weight, self.cost_ratio, _units(self.sequence))


def reconstruct(
    parameters: InventoryParameters,
    steady: SteadyState,
    sequence: SequenceMap,
    cost_ratio: float,
    *,
    family: RuleFamily | None = None,
    start: Reconstruction | None = None,
    max_rounds: int = 40,
) -> Reconstruction:
    """Solve for decision rules that are optimal, within their family, at the first best that they bring about.

    Parameters
    ----------
    parameters, steady
        Structural parameters at constant returns, and their steady state.
    sequence : SequenceMap
        From :func:`frictions.attention.reconstruction_economy.reconstruction_map`.
    cost_ratio : float
        Cost of a bit over the variance of the shock.
    family : RuleFamily, optional
        The source's reading by default: AR(1) rules, one noise, flows added up.
    start : Reconstruction, optional
        A neighbouring equilibrium of the same family, from which Newton's method starts at once.
    max_rounds : int
        Most rounds between rules and economy.

    Returns
    -------
    Reconstruction

    Raises
    ------
    NoReconstruction
        If returns are not constant or no fixed point is found.
    """
    if parameters.alpha != 1.0:
        raise NoReconstruction(f"the construction has constant returns, got alpha = {parameters.alpha!r}")
    family = RuleFamily() if family is None else family
    weight = -profit_hessian(parameters, steady).own
    if start is not None:
        found = _newton(family, sequence, weight, cost_ratio, start.rules)
        # Where a decision goes without information, a little of it may have become worth its cost.
        if found is not None and (found.informed.all() or not _prefers(found, _better_rules(found, 1))):
            return found
    # A silent rule is a bad place to search from: its coordinates are of very different sizes.
    rules = None if start is None or not start.informed.all() else start.rules
    for _ in range(RESTARTS):
        found = _settle(family, sequence, weight, cost_ratio, rules, max_rounds)
        rules = _better_rules(found)
        if not _prefers(found, rules):
            return found
    raise NoReconstruction(f"firms prefer other rules at each of {RESTARTS} fixed points")


def gain_from_other_rules(found: Reconstruction, starts: int = 3) -> float:
    """Certificate: how much a firm could lower its objective by other rules of the family, relative to it.

    Searches start afresh at the first best of the equilibrium, each with the better sign of one noise.
    """
    return max(0.0, 1.0 - _better_rules(found, starts).objective / found.rules.objective)


def _prefers(found: Reconstruction, other: ArmaSolution) -> bool:
    return other.objective < found.rules.objective * (1.0 - WORTH_CHANGING)


def _better_rules(found: Reconstruction, starts: int = 2) -> ArmaSolution:
    points = default_starts(found.problem, starts, np.random.SeedSequence(0))
    return best_rules(found.problem, points, SEARCH_TOLERANCE, rough=True)


def _settle(
    family: RuleFamily,
    sequence: SequenceMap,
    weight: Array,
    cost_ratio: float,
    rules: ArmaSolution | None,
    max_rounds: int,
) -> Reconstruction:
    """Approach a fixed point by rounds between rules and economy, then solve the first-order conditions."""
    for tolerance in APPROACH:
        rules, residual, rounds = _damped(family, sequence, weight, cost_ratio, tolerance, max_rounds, rules)
        if not residual < tolerance:
            raise NoReconstruction(
                f"rules and economy did not settle in {rounds} rounds: they still change by {residual:.1e}"
            )
        found = _newton(family, sequence, weight, cost_ratio, rules)
        if found is not None:
            return found
    raise NoReconstruction("rules and economy settle, but the first-order conditions have no solution nearby")


def _units(sequence: SequenceMap) -> Array:
    return np.asarray(np.abs(sequence.target_shock.reshape(2, -1)).max(axis=1), dtype=np.float64)


def _first_best(sequence: SequenceMap, responses: Array) -> Array:
    stacked = sequence.target @ responses.ravel() + sequence.target_shock
    return np.asarray(stacked.reshape(2, sequence.horizon), dtype=np.float64)


def _damped(
    family: RuleFamily,
    sequence: SequenceMap,
    weight: Array,
    cost_ratio: float,
    tolerance: float,
    max_rounds: int,
    rules: ArmaSolution | None,
) -> tuple[ArmaSolution, float, int]:
    """Go back and forth between rules and economy until first-best responses settle."""
    units = _units(sequence)
    first_best = sequence.target_shock.reshape(2, -1) if rules is None else _first_best(sequence, rules.responses)

    def respond(first_best: Array, residual: float) -> Array:
        nonlocal rules
        problem = family.problem(first_best, weight, cost_ratio, units)
        starts = default_starts(problem, 1, np.random.SeedSequence(0)) if rules is None else rules.point
        rules = best_rules(problem, starts, SEARCH_TOLERANCE, rough=True)
        return _first_best(sequence, rules.responses)

    try:
        found = iterate_to_fixed_point(respond, first_best, tolerance=tolerance, max_steps=max_rounds, mixing=MIXING)
    except NoArmaOptimum as error:
        raise NoReconstruction(f"no rules on the way to the fixed point: {error}") from None
    assert rules is not None
    return rules, found.residual, found.steps


def _informed(rules: ArmaSolution) -> npt.NDArray[np.bool_]:
    return np.asarray(rules.bits >= INFORMED)


def _newton(
    family: RuleFamily, sequence: SequenceMap, weight: Array, cost_ratio: float, rules: ArmaSolution
) -> Reconstruction | None:
    """Solve a firm's first-order conditions at the first best its rules bring about; None if that fails.

    A decision without information does not react, and the coordinates of its rule are left out.
    """
    units, correlation = _units(sequence), rules.noise_correlation
    template = family.problem(sequence.target_shock.reshape(2, -1), weight, cost_ratio, units)
    ignorant, size = template.ignorant_loss, template.parameters_per_decision
    informed = _informed(rules)
    point = np.where(np.repeat(informed, size), rules.point, np.tile(_silent(family), 2))
    free = np.flatnonzero(np.repeat(informed, size))

    def slopes(values: Array) -> Array:
        point[free] = values
        responses = rules_responses(point, units, family.ar, family.ma, sequence.horizon)
        problem = replace(template, first_best=_first_best(sequence, responses))
        return RulesObjective(problem, correlation)(point)[1][free] / ignorant

    if free.size:
        try:
            solved = root(
                slopes, rules.point[free], method="hybr", options={"xtol": 1e-13, "maxfev": NEWTON_EVALUATIONS}
            )
        except FrictionsError:
            return None
        if np.abs(solved.fun).max() > SOLVED or np.abs(solved.x).max() > 10.0:
            return None
        point[free] = solved.x
    solution = evaluate_rules(template, point, correlation)
    found = _equilibrium(family, sequence, weight, cost_ratio, solution, free)
    if not np.array_equal(found.informed, informed) or not _is_minimum(found, free):
        return None
    return found


def _silent(family: RuleFamily) -> Array:
    """Coordinates of the rule of a decision that does not react and costs nothing, (k / 2,)."""
    rule = np.zeros(2 * (1 + family.ar + family.ma))
    rule[1 + family.ar + family.ma] = SILENT_NOISE
    return rule


def _equilibrium(
    family: RuleFamily,
    sequence: SequenceMap,
    weight: Array,
    cost_ratio: float,
    rules: ArmaSolution,
    free: npt.NDArray[np.intp],
) -> Reconstruction:
    """Rules with the first best that they bring about; ``free`` are the coordinates that are determined."""
    first_best = _first_best(sequence, rules.responses)
    problem = family.problem(first_best, weight, cost_ratio, _units(sequence))
    slope = RulesObjective(problem, rules.noise_correlation)(rules.point)[1] / problem.ignorant_loss
    return Reconstruction(
        family=family,
        sequence=sequence,
        rules=evaluate_rules(problem, rules.point, rules.noise_correlation),
        first_best=first_best,
        weight=weight,
        cost_ratio=cost_ratio,
        residual=float(np.abs(slope[free]).max(initial=0.0)),
    )


def _is_minimum(found: Reconstruction, free: npt.NDArray[np.intp]) -> bool:
    """Whether a firm's objective curves upwards at its rules in every direction that matters."""
    if not free.size:
        return True
    objective = RulesObjective(found.problem, found.rules.noise_correlation)
    point, step = found.rules.point, 1e-5
    moves = step * np.eye(len(point))[free]
    curvature = np.array([(objective(point + move)[1] - objective(point - move)[1])[free] for move in moves])
    return bool(np.linalg.eigvalsh(curvature + curvature.T)[0] > 0.0)
