"""What firms choose to know: one signal behind each decision, or one behind both."""

from dataclasses import dataclass, replace
from math import log

import numpy as np
import numpy.typing as npt

from frictions.arrays import Array
from frictions.attention.economy import TrackingEconomy
from frictions.attention.riccati import one_step
from frictions.attention.signal_kernel import iterate_signals, mean_beliefs

INNER_TOLERANCE = 1e-11
"""Relative change at which the iteration on signals stops."""

INNER_ITERATIONS = 60_000
"""Most steps of an iteration on signals, about 0.3 seconds at 40 lags."""


@dataclass(frozen=True, eq=False)
class InformationStructure:
    """Signals and what they are worth; d is 1 under joint information and 2 under separate information.

    Variances are in units of the variance of the shock, and so is the cost.

    Attributes
    ----------
    active : (d,) boolean array
        Whether a signal may be received.
    permanent : (d,) boolean array
        Whether the target has a part that never dies out.
    values : (d, n, n) array
        ``H H'``, the weighted targets.
    priors, benefits : (d, n, n) arrays
        Prior covariance of the state and marginal benefit of a smaller posterior covariance.
    signals, outward : (d, n) arrays
        Weights g of the signal, with g' prior g = 1, and prior times g.
    eigenvalues : (d,) array
        Value of the signal; a signal is received where it exceeds ``nat_cost``.
    nat_cost : float
        Cost of a nat over the variance of the shock.
    iterations : int
        Steps taken.
    residual : float
        Certificate: largest relative change in the last step.
    """

    active: npt.NDArray[np.bool_]
    permanent: npt.NDArray[np.bool_]
    values: Array
    priors: Array
    benefits: Array
    signals: Array
    outward: Array
    eigenvalues: Array
    nat_cost: float
    iterations: int
    residual: float

    @property
    def bits(self) -> Array:
        """Information flow of each signal, bits a quarter (d,)."""
        return 0.5 * np.log2(np.maximum(self.eigenvalues / self.nat_cost, 1.0))

    @property
    def cost_ratio(self) -> float:
        """Cost of a bit over the variance of the shock, mu / sigma^2."""
        return self.nat_cost * log(2.0)

    def second_eigenvalues(self) -> Array:
        """Certificate (d,): value of a second signal over the cost; below one where a single signal is optimal."""
        largest = np.zeros(len(self.active))
        size = self.signals.shape[1]
        transition = shift_matrix(size - 1)
        for d in np.flatnonzero(self.active):
            *_, eigenvalues = one_step(
                transition, np.eye(size), self.values[d], self.nat_cost, 1.0, self.priors[d], self.benefits[d]
            )
            largest[d] = eigenvalues[-2] / self.nat_cost
        return largest


def shift_matrix(lags: int) -> Array:
    """Transition of the state that holds the last shocks and the sum of all older ones, (L + 1, L + 1)."""
    transition = np.eye(lags + 1, k=-1)
    transition[lags, lags] = 1.0
    return transition


def weighted_targets(economy: TrackingEconomy, tracked: Array) -> Array:
    """``H H'`` of each signal, (d, n, n), from the loadings (2, n) of what the decisions track."""
    weight = economy.form.weight
    if economy.information == "joint":
        return (tracked.T @ weight @ tracked)[None]
    return np.array([weight[d, d] * np.outer(tracked[d], tracked[d]) for d in range(2)])


def initial_structure(
    economy: TrackingEconomy, tracked: Array, active: npt.NDArray[np.bool_] | None = None, permanent: bool = True
) -> InformationStructure:
    """Where an iteration on signals starts: nothing has been learned yet.

    Parameters
    ----------
    economy : TrackingEconomy
        The economy.
    tracked : (2, n) array
        Loadings of what the decisions track.
    active : (d,) boolean array, optional
        Signals that may be received; all by default.
    permanent : bool
        Whether targets are given a permanent part, their loading on the sum of old shocks.
    """
    if not permanent:
        tracked = tracked.copy()
        tracked[:, -1] = 0.0
    values = weighted_targets(economy, tracked)
    decisions, size = len(values), economy.lags + 1
    lasting = permanent & np.array([True, economy.permanent_ratio != 0.0])[:decisions]
    priors = np.array([np.eye(size)] * decisions)
    # The sum of old shocks has no stationary variance; any large one will do as a start.
    priors[:, -1, -1] = np.where(lasting, 5.0 * size, 0.0)
    benefits, ahead = values.copy(), np.minimum(np.arange(size) + 1, size - 1)
    for _ in range(economy.lags):
        benefits = values + economy.discount * benefits[:, ahead][:, :, ahead]
    return InformationStructure(
        active=np.ones(decisions, dtype=bool) if active is None else active,
        permanent=lasting,
        values=values,
        priors=priors,
        benefits=benefits,
        signals=np.full((decisions, size), 1.0 / np.sqrt(size)),
        outward=np.zeros((decisions, size)),
        eigenvalues=np.zeros(decisions),
        nat_cost=1.0,
        iterations=0,
        residual=np.inf,
    )


def best_information(
    economy: TrackingEconomy,
    tracked: Array,
    start: InformationStructure,
    *,
    cost_ratio: float | None = None,
    capacity: float | None = None,
    tolerance: float = INNER_TOLERANCE,
    max_iterations: int = INNER_ITERATIONS,
) -> InformationStructure:
    """Optimal signals about given targets.

    Parameters
    ----------
    economy : TrackingEconomy
        The economy.
    tracked : (2, n) array
        Loadings of what the decisions track.
    start : InformationStructure
        Where to start; its ``active`` and ``permanent`` are kept.
    cost_ratio : float, optional
        Cost of a bit over the variance of the shock.
    capacity : float, optional
        Bits a quarter, if these are given and the cost is sought. Exactly one of the two.
    tolerance, max_iterations : float, int
        When to stop.
    """
    if not start.permanent.any():
        tracked = tracked.copy()
        tracked[:, -1] = 0.0
    values = weighted_targets(economy, tracked)
    if not start.active.any():
        cost = start.nat_cost if cost_ratio is None else cost_ratio / log(2.0)
        return replace(start, values=values, nat_cost=cost, iterations=0, residual=0.0)
    priors, benefits, signals, outward, eigenvalues, cost, iterations, residual = iterate_signals(
        values,
        start.permanent,
        start.active,
        start.nat_cost if cost_ratio is None else cost_ratio / log(2.0),
        0.0 if capacity is None else capacity,
        economy.discount,
        start.priors,
        start.benefits,
        start.signals,
        tolerance,
        max_iterations,
    )
    return InformationStructure(
        active=start.active,
        permanent=start.permanent,
        values=values,
        priors=priors,
        benefits=benefits,
        signals=signals,
        outward=outward,
        eigenvalues=eigenvalues,
        nat_cost=float(cost),
        iterations=int(iterations),
        residual=float(residual),
    )


def average_beliefs(economy: TrackingEconomy, information: InformationStructure) -> tuple[Array | None, Array | None]:
    """Average beliefs behind each decision, (T, n) or None without information."""
    beliefs: list[Array | None] = []
    for d in range(len(information.active)):
        learned = 1.0 - information.nat_cost / information.eigenvalues[d] if information.active[d] else 0.0
        beliefs.append(
            mean_beliefs(information.signals[d], learned * information.outward[d], economy.horizon)
            if learned > 0.0
            else None
        )
    return (beliefs[0], beliefs[-1])
