"""Errors of the reallocation models; each names the parameter or the market at fault and the size of the fault."""

from frictions.errors import FrictionsError


class InvalidParameter(FrictionsError):
    """A parameter lies outside the range in which the model is defined.

    Parameters
    ----------
    parameter : str
        Name of the parameter.
    value : object
        The value that was refused.
    requirement : str
        What the value has to satisfy.
    """

    def __init__(self, parameter: str, value: object, requirement: str) -> None:
        self.parameter = parameter
        self.value = value
        self.requirement = requirement
        super().__init__(f"{parameter} = {value} is refused: it must be {requirement}")


class MarketError(FrictionsError):
    """A market without an equilibrium.

    Parameters
    ----------
    market : str
        The market, for instance ``"used capital"``.
    residual : float
        Excess demand that is left, in the unit named by the reason.
    reason : str
        Why no equilibrium was found.
    """

    def __init__(self, market: str, residual: float, reason: str) -> None:
        self.market = market
        self.residual = residual
        self.reason = reason
        super().__init__(f"market for {market}: {reason} (residual {residual:.3e})")


class NoTrade(MarketError):
    """The market for used capital has no equilibrium in which good capital is sold."""


class NoClearing(MarketError):
    """The search for market-clearing prices ended with excess demand in the named market."""


class BeyondNaturalLimit(MarketError):
    """The borrowing limit exceeds the largest debt that can be rolled over for ever in the worst state."""


class NotConverged(FrictionsError):
    """A fixed-point iteration ran out of iterations.

    Parameters
    ----------
    iteration : str
        What was iterated on.
    steps : int
        Iterations done.
    change : float
        Size of the last change.
    tolerance : float
        Size that was asked for.
    """

    def __init__(self, iteration: str, steps: int, change: float, tolerance: float) -> None:
        self.iteration = iteration
        self.steps = steps
        self.change = change
        self.tolerance = tolerance
        super().__init__(f"{iteration}: last change {change:.3e} after {steps} iterations, {tolerance:.1e} asked for")
