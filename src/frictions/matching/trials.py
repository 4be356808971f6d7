"""Trial evaluations of a model: counted, and refused where the model has no solution."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, TypeVar, runtime_checkable

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError

Responses: TypeAlias = Callable[[Array], Array]
"""A model as the estimation sees it: parameters (p,) to stacked responses (n,).

It must be a pure function, and raise a :class:`FrictionsError` where the model has no solution; any other exception is
a defect and is not caught.
"""


Evaluation = TypeVar("Evaluation", Array, tuple[Array, Array])
"""What a model returns at a point: responses, or responses and their derivatives."""


@runtime_checkable
class Differentiable(Protocol):
    """A model that knows its derivatives; without them a search forms differences."""

    def __call__(self, theta: Array, /) -> Array:
        """Stacked responses (n,) at parameters (p,)."""

    def with_derivatives(self, theta: Array, /) -> tuple[Array, Array]:
        """Responses (n,) and their derivatives (n, p) by the parameters, in the parameters' own units."""


class NonFiniteResponses(FrictionsError):
    """The model returned responses that are not finite."""


@dataclass
class Tally:
    """How often the model was evaluated and how often, by type of error, it had no solution."""

    evaluations: int = 0
    failures: Counter[str] = field(default_factory=Counter)


def count_trials(model: Callable[[Array], Evaluation], tally: Tally) -> Callable[[Array], Evaluation]:
    """Wrap a model, or a model with its derivatives, so that every evaluation is entered in ``tally``.

    The wrapped function raises what the model raises, and :class:`NonFiniteResponses` where the model returned a value
    that is not finite.
    """

    def counted(point: Array) -> Evaluation:
        tally.evaluations += 1
        try:
            result = model(point.copy())
            if not all(np.isfinite(part).all() for part in (result if isinstance(result, tuple) else (result,))):
                raise NonFiniteResponses("the model returned responses that are not finite")
        except FrictionsError as error:
            tally.failures[type(error).__name__] += 1
            raise
        return result

    return counted
