"""Tauchen's discretisation of the entrepreneurs' productivity."""

import numpy as np
from scipy.special import ndtr

from frictions.arrays import Array


def tauchen_chain(states: int, persistence: float, innovation_sd: float, width: float) -> tuple[Array, Array]:
    """Markov chain for a Gaussian AR(1) on equally spaced nodes, equation (2.12).

    Parameters
    ----------
    states : int
        Number of nodes.
    persistence, innovation_sd : float
        Coefficient and innovation standard deviation of the process.
    width : float
        Distance of the outer nodes from the mean, in unconditional standard deviations.

    Returns
    -------
    nodes : (states,) array
        Values of the process (log productivity), mean zero.
    transition : (states, states) array
        Row i holds the probabilities of the next node from node i.
    """
    highest = width * innovation_sd / np.sqrt(1.0 - persistence**2)
    nodes = np.linspace(-highest, highest, states)
    borders = 0.5 * (nodes[1:] + nodes[:-1])
    below = ndtr((borders[None, :] - persistence * nodes[:, None]) / innovation_sd)
    edges = np.hstack([np.zeros((states, 1)), below, np.ones((states, 1))])
    return nodes, np.diff(edges, axis=1)


def stationary_weights(transition: Array) -> Array:
    """Stationary distribution of an irreducible Markov chain.

    Parameters
    ----------
    transition : (n, n) array
        Rows sum to one.

    Returns
    -------
    (n,) array
    """
    n = transition.shape[0]
    system = np.vstack([transition.T - np.eye(n), np.ones((1, n))])
    target = np.append(np.zeros(n), 1.0)
    return np.linalg.lstsq(system, target, rcond=None)[0]
