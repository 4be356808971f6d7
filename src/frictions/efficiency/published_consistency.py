"""What the rounded numbers of the published cross-section say about its sample, which the source does not print."""

from dataclasses import dataclass

from frictions.efficiency.parameters import InvalidParameter

LARGEST_SAMPLE = 1_000_000


@dataclass(frozen=True)
class ImpliedSample:
    """Bounds that the printed t statistics and R-squared put on the sample of the published table."""

    fewest: int
    most: int
    lowest_r_squared: float
    """Of the regression without market capitalisation."""
    highest_r_squared: float


def implied_sample(
    t_alone: float, t_added: float, r_squared_alone: float, r_squared_both: float, half_unit: float = 0.005
) -> ImpliedSample:
    r"""Sample sizes for which classic t statistics and rounded R-squared agree.

    :math:`t_1^2=(N-2)R_1^2/(1-R_1^2)` for the only regressor and
    :math:`t_m^2=(N-3)(R_3^2-R_1^2)/(1-R_3^2)` for the added one; given N the t statistics fix both R-squared, and N is
    kept if some unrounded t statistics give both printed values.

    Parameters
    ----------
    t_alone : float
        t statistic of the only regressor, classic errors.
    t_added : float
        t statistic of the regressor added to it.
    r_squared_alone, r_squared_both : float
        As printed.
    half_unit : float
        Half a unit of the last printed digit, of t statistics and R-squared alike.

    Raises
    ------
    InvalidParameter
        If no sample size agrees.
    """
    agreeing = []
    for n in range(4, LARGEST_SAMPLE):
        bounds = [_r_squared(n, abs(t_alone) + sign * half_unit, abs(t_added) + sign * half_unit) for sign in (-1, 1)]
        (alone_low, both_low), (alone_high, both_high) = bounds
        if alone_high < r_squared_alone - half_unit:
            break
        alone_fits = alone_low <= r_squared_alone + half_unit
        if alone_fits and both_low <= r_squared_both + half_unit and both_high >= r_squared_both - half_unit:
            agreeing.append((n, alone_low, alone_high))
    if not agreeing:
        raise InvalidParameter("t_alone, t_added, r_squared_alone and r_squared_both agree for no sample size")
    return ImpliedSample(agreeing[0][0], agreeing[-1][0], agreeing[-1][1], agreeing[0][2])


def _r_squared(n: int, t_alone: float, t_added: float) -> tuple[float, float]:
    alone = t_alone**2 / (t_alone**2 + n - 2)
    return alone, (t_added**2 + (n - 3) * alone) / (t_added**2 + n - 3)
