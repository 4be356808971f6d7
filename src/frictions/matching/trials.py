"""Trial evaluations of a model: counted, and refused where the model has no solution."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError

Responses: TypeAlias = Callable[[Array], Array]
"""A model as the estimation sees it: parameters (p,) to stacked responses (n,).

It must be a pure function, and raise a :class:`FrictionsError` where the model has no solution; any other exception is
a defect and is not caught.
"""


class NonFiniteResponses(FrictionsError):
    """The model returned responses that are not finite."""


@dataclass
class Tally:
    """How often the model was evaluated and how often, by type of error, it had no solution."""

    evaluations: int = 0
    failures: Counter[str] = field(default_factory=Counter)


def count_trials(responses: Responses, tally: Tally) -> Responses:
    """Wrap a model so that every evaluation is entered in ``tally``.

    The wrapped function raises what the model raises, and :class:`NonFiniteResponses` where the model returned a value
    that is not finite.
    """

    def counted(point: Array) -> Array:
        tally.evaluations += 1
        try:
            result = np.asarray(responses(point.copy()), dtype=np.float64)
            if not np.all(np.isfinite(result)):
                raise NonFiniteResponses("the model returned responses that are not finite")
        except FrictionsError as error:
            tally.failures[type(error).__name__] += 1
            raise
        return result

    return counted
