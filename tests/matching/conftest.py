"""Models whose minimum-distance solution is known, shared by the tests of the engine."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from frictions.arrays import Array
from frictions.matching.criterion import Criterion, build_criterion
from frictions.matching.parameters import Parameter

NAMES = ("output", "inflation", "wage")


@dataclass(frozen=True, eq=False)
class LinearProblem:
    """Responses ``design @ theta``; the minimum of J is generalised least squares."""

    design: Array
    target: Array
    weight_covariance: Array
    sampling_covariance: Array
    criterion: Criterion
    parameters: tuple[Parameter, ...]

    def responses(self, theta: Array) -> Array:
        return self.design @ theta


def positive_definite(rng: np.random.Generator, size: int) -> Array:
    factor = rng.standard_normal((size, size + 4))
    return factor @ factor.T / size


def block_diagonal(blocks: list[Array]) -> Array:
    size = sum(map(len, blocks))
    full = np.zeros((size, size))
    start = 0
    for block in blocks:
        stop = start + len(block)
        full[start:stop, start:stop] = block
        start = stop
    return full


def boxed(count: int, half_width: float = 20.0) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(f"theta_{i}", rf"\theta_{i}", -half_width, half_width, -half_width / 2, half_width / 2)
        for i in range(count)
    )


@pytest.fixture
def linear_problem() -> LinearProblem:
    rng = np.random.default_rng(7)
    blocks = [positive_definite(rng, size) for size in (5, 4, 6)]
    design = rng.standard_normal((15, 4))
    target = design @ np.array([1.0, -2.0, 0.5, 3.0]) + rng.standard_normal(15)
    return LinearProblem(
        design=design,
        target=target,
        weight_covariance=block_diagonal(blocks),
        sampling_covariance=positive_definite(rng, 15),
        criterion=build_criterion(target, blocks, NAMES),
        parameters=boxed(4),
    )


@pytest.fixture
def decay_model() -> tuple[Callable[[Array], Array], tuple[Parameter, ...], Array]:
    """Two responses that die out geometrically: a smooth nonlinear model with three parameters."""

    def responses(theta: Array) -> Array:
        persistence, size, feedback = theta
        horizon = np.arange(8.0)
        return np.concatenate([size * persistence**horizon, feedback * size * (horizon + 1.0) * persistence**horizon])

    parameters = (
        Parameter("persistence", r"\rho", 0.0, 0.99, 0.2, 0.9),
        Parameter("size", "a", 0.01, 10.0, 0.5, 5.0),
        Parameter("feedback", "b", -3.0, 3.0, -2.0, 2.0),
    )
    return responses, parameters, np.array([0.7, 1.5, -0.8])
