"""How much of a response comes from specificity, from lemons and from the credit limit: each switched off in turn.

Specificity is off where new and used goods are perfect substitutes, lemons where there are none, and the credit limit
where it is nine tenths of the natural one (nearer to it some would be ruined). Lemons need specificity: with perfect
substitutes their market unravels (see `unravelling`), so only orders in which lemons come after specificity are
averaged, the Shapley value under that precedence. The parts and the response of the economy without frictions add up
to the full response.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import permutations

import numpy as np

from frictions.arrays import Array
from frictions.certificates import CertificateRow
from frictions.reallocation.certificate import certify_stationary
from frictions.reallocation.errors import BeyondNaturalLimit, MarketError
from frictions.reallocation.experiments import SHOCK, certify_transition
from frictions.reallocation.linearisation import linearise
from frictions.reallocation.natural_limit import natural_limit
from frictions.reallocation.parameters import Economy, Resolution
from frictions.reallocation.responses import percent_deviations
from frictions.reallocation.stationary import Stationary, solve_stationary
from frictions.reallocation.transition import solve_transition

FRICTIONS = ("specificity", "lemons", "credit")
NATURAL_SHARE = 0.9
WIDE = Resolution(bond_highest=15.0)
"""Without frictions or with easy credit some hold more bonds than the default grid spans."""


@dataclass(frozen=True)
class Channels:
    """Responses with sets of frictions switched on, and the part of each friction.

    Attributes
    ----------
    responses : dict
        Percent deviations by variable, for every set of active frictions that has an equilibrium.
    parts : dict
        ``parts[variable][friction]``, percentage points, by year.
    frictionless : dict of (T,) arrays
        Response without any of the three.
    full : dict of (T,) arrays
        Response with all three.
    borrowing_limits : dict of float
        Borrowing limit used in each economy, by set of active frictions.
    checks : dict of tuples of CertificateRow
        Certificates, by set of active frictions.
    infeasible : dict of str
        Sets without an equilibrium, with the reason.
    """

    responses: dict[frozenset[str], dict[str, Array]]
    parts: dict[str, dict[str, Array]]
    frictionless: dict[str, Array]
    full: dict[str, Array]
    borrowing_limits: dict[frozenset[str], float]
    checks: dict[frozenset[str], tuple[CertificateRow, ...]]
    infeasible: dict[frozenset[str], str]


def loose_limit(below: Stationary, share: float = NATURAL_SHARE) -> Stationary:
    """Equilibrium with the borrowing limit at a share of the natural one, which the equilibrium itself determines.

    Parameters
    ----------
    below : Stationary
        The economy with a limit below the one sought: where the search starts.
    share : float
        The limit over the natural limit.

    Returns
    -------
    Stationary
        The limit is below the share by at most a thousandth.

    Raises
    ------
    BeyondNaturalLimit
        If there is no natural limit.
    """
    low = below.economy.borrowing_limit
    high = share * natural_limit(below.economy, below.space, below.prices)
    if math.isinf(high):
        raise BeyondNaturalLimit("bonds", high, "there is no natural limit where the interest rate is not positive")
    while high - low > 1e-3 * low:
        # The natural limit falls as the limit is loosened, so the fixed point lies between the two.
        middle = 0.5 * (low + high)
        trial = solve_stationary(replace(below.economy, borrowing_limit=middle), below.resolution, near=below)
        reach = share * natural_limit(trial.economy, trial.space, trial.prices)
        if middle <= reach:
            low, below, high = middle, trial, min(high, reach)
        else:
            high = middle
    return below


def switched(
    economy: Economy, active: frozenset[str], resolution: Resolution | None = None
) -> dict[frozenset[str], Stationary | MarketError]:
    """Stationary equilibria with only the frictions in `active`, and with these and the credit limit.

    Parameters
    ----------
    economy : Economy
    active : set of str
        Specificity, lemons, both or neither.
    resolution : Resolution, optional

    Returns
    -------
    dict of Stationary
        By set of frictions; the reason where that economy has no equilibrium. The search for the loose limit starts
        at the tight one, so that without the one there is not the other.
    """
    variant = economy
    if "specificity" not in active:
        variant = replace(variant, substitution=math.inf)
    if "lemons" not in active:
        variant = replace(variant, lemon_rate=0.0)
    limited = active | {"credit"}
    try:
        tight = solve_stationary(variant, resolution)
    except MarketError as failure:
        return {active: failure, limited: failure}
    try:
        return {active: loose_limit(tight), limited: tight}
    except MarketError as failure:
        return {active: failure, limited: tight}


def shapley_parts(responses: Mapping[frozenset[str], Array]) -> dict[str, Array]:
    """Part of each friction: its marginal effect, averaged over the orders in which every set has a response.

    Parameters
    ----------
    responses : mapping from sets of frictions to (T,) arrays

    Returns
    -------
    dict of (T,) arrays
        They add up to the response with all frictions less the response with none.
    """
    orders = []
    for order in permutations(FRICTIONS):
        if all(frozenset(order[:n]) in responses for n in range(len(order) + 1)):
            orders.append(order)
    parts = {friction: np.zeros_like(next(iter(responses.values()))) for friction in FRICTIONS}
    for order in orders:
        for n, friction in enumerate(order):
            parts[friction] += (responses[frozenset(order[: n + 1])] - responses[frozenset(order[:n])]) / len(orders)
    return parts


def decompose(
    economy: Economy,
    productivity: Array | tuple[float, ...] = SHOCK,
    resolution: Resolution = WIDE,
    horizons: int = 100,
) -> Channels:
    """Split the responses to a productivity shock by friction.

    Parameters
    ----------
    economy : Economy
        With all three frictions.
    productivity : array or tuple of float
        Aggregate productivity in the years of the shock.
    resolution : Resolution
    horizons : int
        Length of the paths, in years.

    Returns
    -------
    Channels
    """
    path = np.asarray(productivity, dtype=np.float64)
    responses: dict[frozenset[str], dict[str, Array]] = {}
    limits: dict[frozenset[str], float] = {}
    checks: dict[frozenset[str], tuple[CertificateRow, ...]] = {}
    infeasible: dict[frozenset[str], str] = {}
    sets = [frozenset(friction for i, friction in enumerate(FRICTIONS) if bits >> i & 1) for bits in range(8)]
    equilibria: dict[frozenset[str], Stationary | MarketError] = {}
    for active in sets:
        if "credit" not in active:
            equilibria.update(switched(economy, active, resolution))
    for active in sets:
        found = equilibria[active]
        if isinstance(found, MarketError):
            infeasible[active] = str(found)
            continue
        try:
            transition = solve_transition(linearise(found, horizons), path)
            responses[active] = percent_deviations(transition)
            limits[active] = found.economy.borrowing_limit
            checks[active] = certify_stationary(found, deviations=False) + certify_transition(transition)
        except MarketError as failure:
            infeasible[active] = str(failure)
    everything, nothing = frozenset(FRICTIONS), frozenset[str]()
    variables = [name for name in responses[nothing] if name in responses[everything]]
    parts = {v: shapley_parts({active: series[v] for active, series in responses.items()}) for v in variables}
    return Channels(
        responses=responses,
        parts=parts,
        frictionless=responses[nothing],
        full=responses[everything],
        borrowing_limits=limits,
        checks=checks,
        infeasible=infeasible,
    )
