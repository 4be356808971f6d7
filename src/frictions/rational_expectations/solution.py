"""Stable solution of a linear rational-expectations system by the generalised Schur form (Klein 2000)."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import LinAlgError, ordqz

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.rational_expectations.equations import InvalidSystem, LinearSystem

_UNIT_ROOT_MARGIN = 1e-9
"""A root within this relative distance of the unit circle counts as unstable."""

_ZERO = 1e-12
"""Relative size below which both members of a generalised eigenvalue count as zero."""


class RationalExpectationsError(FrictionsError):
    """A linear model has no unique stable solution.

    Attributes
    ----------
    stable_roots, predetermined : int
        Number of roots inside the unit circle and number that a unique stable solution needs; -1 if not counted.
    """

    def __init__(self, message: str, stable_roots: int = -1, predetermined: int = -1) -> None:
        self.stable_roots = stable_roots
        self.predetermined = predetermined
        super().__init__(message)


class NoStableRule(RationalExpectationsError):
    """No stable rule exists although the roots may count right: singular system, or an iteration finds none."""


class Indeterminate(RationalExpectationsError):
    """More stable roots than predetermined variables: a continuum of stable solutions."""


class Explosive(RationalExpectationsError):
    """Fewer stable roots than predetermined variables: no stable solution."""


@dataclass(frozen=True, slots=True)
class LinearSolution:
    """The rule ``x(t) = P x(t-1) + Q e(t)``.

    Attributes
    ----------
    variables, shocks : tuple of str
        Names of ``x`` and ``e``.
    transition : (n, n) array
        ``P``; columns of variables that enter without a lag are zero.
    impact : (n, k) array
        ``Q``.
    stable_roots : int
        Number of roots inside the unit circle, equal to the number of predetermined variables.
    largest_stable_root, smallest_unstable_root : float
        Moduli next to the unit circle; zero or infinite where there is none.
    residual : float
        Certificate: largest entry of ``A P P + B P + C`` and ``(A P + B) Q + N``, each equation divided by its
        largest coefficient, relative to the largest entry of the rule.
    """

    variables: tuple[str, ...]
    shocks: tuple[str, ...]
    transition: Array
    impact: Array
    stable_roots: int
    largest_stable_root: float
    smallest_unstable_root: float
    residual: float


def solve_linear(system: LinearSystem) -> LinearSolution:
    """Find the unique stable rule of ``A E x(t+1) + B x(t) + C x(t-1) + N e(t) = 0``.

    Variables that enter with a lag are predetermined. The shocks are white noise.

    Parameters
    ----------
    system : LinearSystem
        n equations in n variables.

    Returns
    -------
    LinearSolution

    Raises
    ------
    Indeterminate
        If there are more stable roots than predetermined variables.
    Explosive
        If there are fewer.
    NoStableRule
        If the pencil is singular, or the stable subspace does not determine the variables (rank condition).

    Notes
    -----
    ``[lagged predetermined; x(t)]`` solves ``G E X(t+1) = H X(t)``. Roots are compared as ``|a| < |b|`` and never
    divided, so infinite ones need no care. The built-in ordering of ``ordqz`` is used: custom ones can mis-order.

    Examples
    --------
    An asset worth the discounted sum of a dividend that follows an autoregression:

    >>> import numpy as np
    >>> from frictions.rational_expectations.equations import Equation, assemble
    >>> dividend = Equation("dividend", {"d": -1.0}, lag={"d": 0.5}, shocks={"e": 1.0})
    >>> price = Equation("price", {"q": -1.0, "d": 1.0}, lead={"q": 0.9})
    >>> solution = solve_linear(assemble([dividend, price], ["q", "d"], ["e"]))
    >>> bool(np.isclose(solution.impact[0, 0], 1 / (1 - 0.9 * 0.5)))
    True
    """
    # Each equation is divided by its largest coefficient, so that units do not decide what counts as zero.
    size = np.max(np.abs([system.lead, system.current, system.lag]), axis=(0, 2))
    if not size.all():
        raise NoStableRule("the system is singular: an equation has no endogenous variable")
    lead, current, lag, shock = (
        matrix / size[:, None] for matrix in (system.lead, system.current, system.lag, system.impact)
    )
    n = len(system.variables)
    predetermined = np.flatnonzero(lag.any(axis=0))
    m = predetermined.size
    g = np.zeros((m + n, m + n))
    h = np.zeros((m + n, m + n))
    g[:n, m:] = lead
    g[n + np.arange(m), np.arange(m)] = 1.0
    h[:n, :m] = -lag[:, predetermined]
    h[:n, m:] = -current
    h[n + np.arange(m), m + predetermined] = 1.0
    try:
        s, t, alpha, beta, _, z = ordqz(h, g, sort="iuc", output="real", check_finite=False)
    except (LinAlgError, ValueError) as error:
        raise NoStableRule(f"the generalised Schur form cannot be ordered: {error}") from error
    numerator, denominator = np.abs(alpha), np.abs(beta)
    scale_s, scale_t = np.abs(s).max(initial=0.0), np.abs(t).max(initial=0.0)
    if np.any((numerator <= _ZERO * scale_s) & (denominator <= _ZERO * scale_t)):
        raise NoStableRule("the system is singular: some combination of its equations says nothing")
    stable = numerator < denominator * (1.0 - _UNIT_ROOT_MARGIN)
    count = int(stable.sum())
    if count > m:
        raise Indeterminate(f"{count} stable roots for {m} predetermined variables: indeterminate", count, m)
    if count < m:
        raise Explosive(f"{count} stable roots for {m} predetermined variables: no stable solution", count, m)
    if not stable[:m].all():
        raise NoStableRule("roots on the unit circle could not be separated from stable ones", count, m)
    transition = np.zeros((n, n))
    z11, z21 = z[:m, :m], z[m:, :m]
    if m:
        # A singular z11 means that the stable subspace does not span the predetermined variables.
        if np.linalg.cond(z11) > 1.0 / _ZERO:
            raise NoStableRule("the stable roots do not belong to the predetermined variables", count, m)
        transition[:, predetermined] = np.linalg.solve(z11.T, z21.T).T
    response = lead @ transition + current
    try:
        impact = -np.asarray(np.linalg.solve(response, shock), dtype=np.float64)
    except np.linalg.LinAlgError as error:
        raise NoStableRule("the shock has no unique impact", count, m) from error
    residual = max(np.abs(response @ transition + lag).max(), np.abs(response @ impact + shock).max(initial=0.0)) / max(
        1.0, np.abs(transition).max(), np.abs(impact).max(initial=0.0)
    )
    largest = float((numerator[stable] / denominator[stable]).max(initial=0.0))
    own = transition[np.ix_(predetermined, predetermined)]
    radius = float(np.abs(np.linalg.eigvals(own)).max(initial=0.0))
    if not (residual < 1e-6 and radius < 1.0 and abs(radius - largest) < 1e-4):
        raise NoStableRule(
            f"the rule is lost in rounding: residual {residual:.2e}, spectral radius {radius:.6g}, "
            f"largest stable root {largest:.6g}",
            count,
            m,
        )
    finite = ~stable & (denominator > _ZERO * scale_t)
    return LinearSolution(
        variables=system.variables,
        shocks=system.shocks,
        transition=transition,
        impact=impact,
        stable_roots=count,
        largest_stable_root=largest,
        smallest_unstable_root=float((numerator[finite] / denominator[finite]).min(initial=np.inf)),
        residual=float(residual),
    )


def impulse_responses(solution: LinearSolution, shock: str, size: float, periods: int) -> dict[str, Array]:
    """Responses of all variables to one shock that hits in the first period.

    Parameters
    ----------
    solution : LinearSolution
        The solved model.
    shock : str
        Name of the shock.
    size : float
        Its size, in the units of the shock.
    periods : int
        Number of periods, the first of them the period of the shock.

    Returns
    -------
    dict of str to (periods,) array

    Raises
    ------
    InvalidSystem
        If there is no such shock.
    """
    if shock not in solution.shocks:
        raise InvalidSystem(f"no shock {shock!r}; the model has {list(solution.shocks)}")
    path = np.empty((periods, len(solution.variables)))
    state = solution.impact[:, solution.shocks.index(shock)] * size
    for period in range(periods):
        path[period] = state
        state = solution.transition @ state
    return dict(zip(solution.variables, path.T, strict=True))
