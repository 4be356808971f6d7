"""Quasi-Bayesian estimation: the criterion as a likelihood, times a prior (Chernozhukov and Hong 2003).

The quasi-posterior is proportional to exp(-J / 2) times the prior. Under the optimal weight its quantiles are
confidence intervals in large samples; under the weight of the source, which is not optimal, they describe the
criterion and the prior and are not intervals of a stated coverage (for those see `confidence_sets`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.matching.criterion import criterion_value
from frictions.matching.priors import Prior
from frictions.matching.problem import MatchingProblem

SUMMARY_COLUMNS = [
    "parameter",
    "prior",
    "prior_median",
    "mean",
    "sd",
    "lower",
    "median",
    "upper",
    "r_hat",
    "ess_bulk",
    "ess_tail",
]
TRIES = 60
"""Draws from the prior for each walker. A chain begins at the best of them all: walkers that begin at single draws stay
for long in modes that hold next to no mass."""


class NoStart(FrictionsError):
    """Too few draws from the prior have a solution to start from."""


@dataclass(frozen=True, eq=False)
class Chain:
    """One run of the sampler.

    Attributes
    ----------
    draws : (walkers, draws, p) array
        After the burn-in.
    log_posterior : (walkers, draws) array
        Up to a constant.
    acceptance : float
        Share of moves that were accepted.
    """

    draws: Array
    log_posterior: Array
    acceptance: float


def log_quasi_posterior(problem: MatchingProblem, priors: Sequence[Prior]) -> Callable[[Array], float]:
    """-J / 2 plus the log prior, as a function of the parameters; minus infinity where the model has no solution."""

    def value(theta: Array) -> float:
        prior = sum(one.log_density(float(entry)) for one, entry in zip(priors, theta, strict=True))
        if not np.isfinite(prior):
            return -np.inf
        try:
            found = -0.5 * criterion_value(problem.criterion, problem.responses(theta)) + prior
        except FrictionsError:
            return -np.inf
        return found if np.isfinite(found) else -np.inf

    return value


def sample_chain(
    problem: MatchingProblem, priors: Sequence[Prior], *, walkers: int, burn: int, draws: int, thin: int, entropy: int
) -> Chain:
    """One ensemble of walkers with differential-evolution moves, which jump between modes (ter Braak and Vrugt 2008).

    Parameters
    ----------
    problem : MatchingProblem
    priors : sequence of p Prior
    walkers : int
        Twice the number of parameters at least, and even.
    burn, draws : int
        Steps that are dropped, and draws that are kept of each walker.
    thin : int
        Steps between draws that are kept.
    entropy : int
        Seed of this chain.

    Returns
    -------
    Chain

    Raises
    ------
    NoStart
        If fewer draws from the prior have a solution than there are walkers.
    """
    # Imported here: only this estimation needs it.
    import emcee

    density = log_quasi_posterior(problem, priors)
    rng = np.random.default_rng(entropy)
    starts = _starts(density, priors, walkers, rng)
    moves = [(emcee.moves.DEMove(), 0.8), (emcee.moves.DESnookerMove(), 0.2)]
    sampler = emcee.EnsembleSampler(walkers, len(priors), density, moves=moves)
    state = emcee.State(starts, random_state=np.random.RandomState(rng.integers(2**31)).get_state())
    sampler.run_mcmc(state, burn + draws * thin)
    return Chain(
        draws=sampler.get_chain(discard=burn, thin=thin).transpose(1, 0, 2),
        log_posterior=sampler.get_log_prob(discard=burn, thin=thin).T,
        acceptance=float(np.mean(sampler.acceptance_fraction)),
    )


def _starts(
    density: Callable[[Array], float], priors: Sequence[Prior], walkers: int, rng: np.random.Generator
) -> Array:
    """The draws from the prior with the highest quasi-posterior, shape (walkers, p)."""
    shares = rng.random((walkers * TRIES, len(priors)))
    points = np.array([[prior.quantile(float(u)) for prior, u in zip(priors, row, strict=True)] for row in shares])
    values = np.array([density(point) for point in points])
    best = np.argsort(-values, kind="stable")[:walkers]
    if not np.isfinite(values[best]).all():
        solved = int(np.isfinite(values).sum())
        raise NoStart(f"of {len(points)} draws from the prior {solved} have a solution; {walkers} are needed to start")
    return np.asarray(points[best])


def posterior_summary(
    names: Sequence[str], priors: Sequence[Prior], chains: Sequence[Chain], coverage: float
) -> pd.DataFrame:
    """Moments, quantiles and diagnostics of the draws of all chains.

    Parameters
    ----------
    names : sequence of p str
    priors : sequence of p Prior
    chains : sequence of Chain
    coverage : float
        Of the interval between ``lower`` and ``upper``, which leaves as much on either side.

    Returns
    -------
    DataFrame
        Columns ``SUMMARY_COLUMNS``. R-hat and effective sample sizes (Vehtari and others 2021, by arviz) count every
        walker as a sequence of its own.
    """
    from arviz_stats.base.array import array_stats

    draws = np.concatenate([chain.draws for chain in chains])
    tail = 0.5 * (1.0 - coverage)
    rows = []
    for i, (name, prior) in enumerate(zip(names, priors, strict=True)):
        own = draws[:, :, i]
        lower, median, upper = np.quantile(own, [tail, 0.5, 1.0 - tail])
        rows.append(
            (
                name,
                prior.family,
                prior.quantile(0.5),
                float(own.mean()),
                float(own.std()),
                float(lower),
                float(median),
                float(upper),
                float(array_stats.rhat(own)),
                float(array_stats.ess(own, method="bulk")),
                float(array_stats.ess(own, method="tail", prob=(tail, 1.0 - tail))),
            )
        )
    return pd.DataFrame(rows, columns=SUMMARY_COLUMNS)


def draws_table(names: Sequence[str], chains: Sequence[Chain]) -> pd.DataFrame:
    """All draws, one row each: chain, draw, the parameters, log_posterior.

    Walkers are numbered on over the chains, so that ``chain`` and ``draw`` index the posterior as arviz has it.
    """
    draws = np.concatenate([chain.draws for chain in chains])
    sequences, length, _ = draws.shape
    table = pd.DataFrame(draws.reshape(sequences * length, -1), columns=list(names))
    table.insert(0, "chain", np.repeat(np.arange(sequences), length))
    table.insert(1, "draw", np.tile(np.arange(length), sequences))
    table["log_posterior"] = np.concatenate([chain.log_posterior for chain in chains]).reshape(-1)
    return table
