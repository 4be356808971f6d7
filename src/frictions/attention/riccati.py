"""Dynamic rational inattention in general: any linear-Gaussian state, any number of signals.

The fixed point of Afrouzi and Yang (2021). It is the reference against which the fast kernel of
:mod:`frictions.attention.signal_kernel` is checked.
"""

from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError

FLOOR = 1e-14
"""Smallest prior variance, so that a part of the state that is known exactly has an inverse root."""


class InvalidInattentionProblem(FrictionsError):
    """Shapes, cost or discount factor of an inattention problem are not admissible; the message says which."""


class NoInattentionSolution(FrictionsError):
    """The fixed point was not reached; the message gives the residual."""


@dataclass(frozen=True, eq=False)
class Inattention:
    """Stationary solution of an inattention problem with n states.

    Attributes
    ----------
    prior, posterior : (n, n) arrays
        Covariance of the state before and after this period's signals.
    benefit : (n, n) array
        ``Omega``, the marginal value of a smaller posterior covariance.
    eigenvalues : (n,) array
        Of prior root times benefit times prior root, ascending; a signal is received along each that exceeds
        ``cost``.
    cost : float
        ``omega``, cost of a nat.
    loss : float
        Expected loss a period, half the trace of the posterior error covariance of the targets.
    residual : float
        Certificate: largest relative change in the last iteration.
    """

    prior: Array
    posterior: Array
    benefit: Array
    eigenvalues: Array
    cost: float
    loss: float
    residual: float

    @property
    def bits(self) -> float:
        """Information flow, bits a period."""
        return float(0.5 * np.log2(np.maximum(self.eigenvalues / self.cost, 1.0)).sum())

    @property
    def signals(self) -> int:
        """Number of signals received."""
        return int((self.eigenvalues > self.cost).sum())


def one_step(
    transition: Array, innovation: Array, value: Array, cost: float, discount: float, prior: Array, benefit: Array
) -> tuple[Array, Array, Array, Array]:
    """One iteration of the fixed point.

    Parameters
    ----------
    transition, innovation, value : (n, n) arrays
        ``A``, ``Q`` and ``H H'``: ``x(t+1) = A x(t) + u``, ``u`` of covariance ``Q``, loss ``|H'(x - belief)|^2 / 2``.
    cost, discount : float
        Cost of a nat and discount factor.
    prior, benefit : (n, n) arrays
        Where the iteration stands.

    Returns
    -------
    prior, benefit, posterior : (n, n) arrays
    eigenvalues : (n,) array
    """
    values, vectors = np.linalg.eigh(prior)
    values = np.maximum(values, FLOOR)
    root = (vectors * np.sqrt(values)) @ vectors.T
    inverse_root = (vectors / np.sqrt(values)) @ vectors.T
    eigenvalues, rotation = np.linalg.eigh(root @ benefit @ root)
    outward = root @ rotation
    inward = transition.T @ inverse_root @ rotation
    posterior = cost * (outward / np.maximum(eigenvalues, cost)) @ outward.T
    next_benefit = value + discount * (inward * np.minimum(eigenvalues, cost)) @ inward.T
    next_prior = transition @ posterior @ transition.T + innovation
    return next_prior, next_benefit, posterior, eigenvalues


def solve_inattention(
    transition: Array,
    innovation: Array,
    targets: Array,
    cost: float,
    discount: float,
    *,
    prior: Array | None = None,
    tolerance: float = 1e-11,
    max_iterations: int = 20_000,
) -> Inattention:
    """Solve for the optimal stationary signals about a linear-Gaussian state.

    Parameters
    ----------
    transition : (n, n) array
        ``A`` in ``x(t+1) = A x(t) + u(t+1)``; may have unit roots.
    innovation : (n, n) array
        Covariance of ``u``.
    targets : (n, k) array
        ``H``: the loss of a period is ``|H'(x - belief)|^2 / 2``.
    cost : float
        ``omega``, cost of a nat: the cost of a bit over ln 2.
    discount : float
        Discount factor, inside (0, 1].
    prior : (n, n) array, optional
        Where to start; the identity by default.
    tolerance, max_iterations : float, int
        When to stop.

    Returns
    -------
    Inattention

    Raises
    ------
    InvalidInattentionProblem
        If the inputs do not fit.
    NoInattentionSolution
        If the iteration does not settle.

    Examples
    --------
    A target that follows an AR(1):

    >>> import numpy as np
    >>> found = solve_inattention(np.array([[0.9]]), np.eye(1), np.eye(1), cost=0.5, discount=0.95)
    >>> round(float(found.posterior[0, 0]), 8)
    0.38670361
    """
    size = len(transition)
    if transition.shape != (size, size) or innovation.shape != (size, size) or targets.shape[:1] != (size,):
        raise InvalidInattentionProblem("transition, innovation and targets must have one row a state")
    if not cost > 0.0 or not 0.0 < discount <= 1.0:
        raise InvalidInattentionProblem(f"need cost > 0 and discount in (0, 1], got {cost!r} and {discount!r}")
    value = targets @ targets.T
    current, benefit = np.eye(size) if prior is None else prior, value
    residual = np.inf
    for _ in range(max_iterations):
        following, next_benefit, posterior, eigenvalues = one_step(
            transition, innovation, value, cost, discount, current, benefit
        )
        residual = max(
            float(np.abs(next_benefit - benefit).max() / np.abs(next_benefit).max()),
            float(np.abs(following - current).max() / np.abs(following).max()),
        )
        if residual < tolerance:
            return Inattention(
                prior=current,
                posterior=posterior,
                benefit=benefit,
                eigenvalues=eigenvalues,
                cost=cost,
                loss=0.5 * float(np.trace(targets.T @ posterior @ targets)),
                residual=residual,
            )
        current, benefit = following, next_benefit
    raise NoInattentionSolution(f"the inattention problem did not settle: residual {residual:.2e}")
