"""What the revision of each series does to the responses of the VAR: one revision at a time, and all but one."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from frictions.arrays import Array
from frictions.data.catalogue import Catalogue
from frictions.data.evaluate import evaluate
from frictions.data.plan import Plan
from frictions.data.variables import variables_from_concepts
from frictions.errors import FrictionsError
from frictions.matching.target import MATCHED_HORIZONS, MATCHED_VARIABLES
from frictions.matching.weighting import stack_responses
from frictions.options import checked_fields
from frictions.timeseries.detrending import Window, detrended_panel
from frictions.timeseries.var import estimate_var, impulse_responses, recursive_impact

ALL = "all revisions"
"""The row of effects in which every revision enters."""


@checked_fields
@dataclass(frozen=True)
class PointVar:
    """How point responses are made from variables in levels; fields as in the configuration.

    Attributes
    ----------
    filtered : frozenset of str
        Variables replaced by their Hamilton cycles.
    start, end : Period
        Sample.
    filter_horizon, filter_lags, window
        The filter.
    lags : int
        Of the VAR.
    shock : float
        Percentage points on the annualised federal funds rate.
    """

    filtered: frozenset[str]
    start: pd.Period
    end: pd.Period
    filter_horizon: int
    filter_lags: int
    window: Window
    lags: int
    shock: float


@dataclass(frozen=True)
class Vintage:
    """Series of one vintage and the suppliers that make concepts from them.

    Attributes
    ----------
    plan : Plan
    series : mapping
        Quarterly series by code.
    """

    plan: Plan
    series: Mapping[str, pd.Series]


@dataclass(frozen=True)
class Effect:
    """What one revision does to the matched responses.

    Attributes
    ----------
    series : str
        Series or concept that is revised, or ``ALL``.
    effect : float
        Root mean square change of the 90 matched responses when only this revision enters the first vintage, in
        standard deviations of each response.
    left_out : float
        The same between the second vintage and the second vintage without this revision.
    largest : float
        Largest of the 90 changes behind ``effect``, in standard deviations, with its sign.
    variable : str
        Where it is.
    horizon : int
        Quarters after the shock.
    change : float
        That change in the units of the variable.
    failure : str
        Why there is no effect: the vintages cannot be mixed. Then the numbers are NaN.
    """

    series: str
    effect: float
    left_out: float
    largest: float
    variable: str
    horizon: int
    change: float
    failure: str


def matched_point_responses(variables: pd.DataFrame, settings: PointVar) -> Array:
    """Estimate the VAR on variables in levels and stack its matched responses, (90,), equation (1.42)."""
    panel = detrended_panel(
        variables,
        settings.filtered,
        settings.start,
        settings.end,
        horizon=settings.filter_horizon,
        lags=settings.filter_lags,
        window=settings.window,
    )
    model = estimate_var(panel.to_numpy(), settings.lags)
    names = list(panel)
    impact = recursive_impact(model.covariance, names.index("federal_funds"), settings.shock)
    responses = impulse_responses(model.lag_matrices, impact, MATCHED_HORIZONS[-1] + 1)
    columns = [names.index(name) for name in MATCHED_VARIABLES]
    return stack_responses(responses[list(MATCHED_HORIZONS)][:, columns])


def mixed_variables(catalogue: Catalogue, first: Vintage, second: Vintage, taken: Collection[str]) -> pd.DataFrame:
    """Variables of the first vintage with some revisions of the second.

    Parameters
    ----------
    catalogue : Catalogue
    first, second : Vintage
    taken : collection of str
        Series that come from the second vintage, wherever both make a concept in the same way, and concepts that
        come from it as a whole because they do not.

    Returns
    -------
    DataFrame
        Variables in levels by quarter.

    Raises
    ------
    FrictionsError
        If a formula does not apply to the mixture.
    """
    mixture = {code: second.series[code] if code in taken else values for code, values in first.series.items()}
    concepts = {}
    for name, supplier in first.plan.suppliers.items():
        if first.plan.positions[name] == second.plan.positions[name]:
            concepts[name] = evaluate(supplier.formula, mixture)
        elif name in taken:
            concepts[name] = evaluate(second.plan.suppliers[name].formula, second.series)
        else:
            concepts[name] = evaluate(supplier.formula, first.series)
    return variables_from_concepts(catalogue, first.plan, concepts)


def rank_effects(
    catalogue: Catalogue,
    first: Vintage,
    second: Vintage,
    revised: Collection[str],
    settings: PointVar,
    deviations: Array,
) -> list[Effect]:
    """Effect of each revision on the matched responses, the largest first.

    Parameters
    ----------
    catalogue : Catalogue
    first, second : Vintage
    revised : collection of str
        Series and concepts that differ, from :func:`~frictions.vintages.revisions.list_revisions`.
    settings : PointVar
        The VAR.
    deviations : (90,) array
        Standard deviation of each matched response, from the Monte Carlo of the first vintage.

    Returns
    -------
    list of Effect
        First ``ALL``, then one a revision in order of ``effect``; those that failed come last.

    Raises
    ------
    FrictionsError
        If one of the two vintages itself has no responses.
    """

    def responses(taken: Collection[str]) -> Array:
        return matched_point_responses(mixed_variables(catalogue, first, second, taken), settings)

    everything = frozenset(revised)
    before, after = responses(()), responses(everything)
    total = _effect(ALL, after - before, 0.0, deviations)
    effects = [_attempt(name, responses, before, after, everything, deviations) for name in revised]
    effects.sort(key=lambda effect: (bool(effect.failure), -effect.effect if not effect.failure else 0.0))
    return [total, *effects]


def _attempt(
    name: str,
    responses: Callable[[Collection[str]], Array],
    before: Array,
    after: Array,
    everything: frozenset[str],
    deviations: Array,
) -> Effect:
    try:
        change = responses((name,)) - before
        missed = after - responses(everything - {name})
    except FrictionsError as error:
        nan = float("nan")
        return Effect(name, nan, nan, nan, "", 0, nan, f"{type(error).__name__}: {error}")
    return _effect(name, change, _norm(missed, deviations), deviations)


def _effect(name: str, change: Array, left_out: float, deviations: Array) -> Effect:
    place = int(np.abs(change / deviations).argmax())
    variable, quarter = divmod(place, len(MATCHED_HORIZONS))
    return Effect(
        series=name,
        effect=_norm(change, deviations),
        left_out=left_out if name != ALL else _norm(change, deviations),
        largest=float(change[place] / deviations[place]),
        variable=MATCHED_VARIABLES[variable],
        horizon=MATCHED_HORIZONS[quarter],
        change=float(change[place]),
        failure="",
    )


def _norm(change: Array, deviations: Array) -> float:
    return float(np.sqrt(np.mean((change / deviations) ** 2)))
