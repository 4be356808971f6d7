"""From series to the eleven variables of the VAR, before any filter."""

from collections.abc import Mapping

import pandas as pd

from frictions.data.catalogue import Catalogue
from frictions.data.evaluate import EvaluationError, evaluate
from frictions.data.plan import Plan
from frictions.data.plausible import check_plausible
from frictions.errors import FrictionsError


class BadVariable(FrictionsError):
    """A variable that cannot be built; the message names variable, concept and series."""


class IncompleteSample(FrictionsError):
    """A variable has no value in a quarter of the sample; the message names variable, concept, series and quarter."""


def build_concepts(plan: Plan, series: Mapping[str, pd.Series]) -> dict[str, pd.Series]:
    """Evaluate the chosen supplier of each concept.

    Parameters
    ----------
    plan : Plan
        The chosen suppliers.
    series : mapping
        Quarterly series by code.

    Returns
    -------
    dict
        Quarterly series by concept.

    Raises
    ------
    BadVariable
        If a series is absent or a formula does not apply to it.
    """
    concepts = {}
    for concept, supplier in plan.suppliers.items():
        try:
            concepts[concept] = evaluate(supplier.formula, series)
        except EvaluationError as error:
            raise BadVariable(f"concept {concept} from {', '.join(supplier.series)}: {error}") from None
    return concepts


def build_variables(catalogue: Catalogue, plan: Plan, series: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Build the variables of the catalogue from quarterly series.

    Parameters
    ----------
    catalogue : Catalogue
        Formulas of the variables over concepts.
    plan : Plan
        The chosen supplier of each concept.
    series : mapping
        Quarterly series by code.

    Returns
    -------
    DataFrame
        One column a variable in recursive order, in the units of the catalogue; PeriodIndex ``quarter`` over every
        quarter in which some variable has a value; missing values are left.

    Raises
    ------
    BadVariable
        If a series is absent or a formula does not apply, e.g. the logarithm of a negative value.
    ImplausibleValue
        If a variable leaves the bounds that the catalogue states.
    """
    return variables_from_concepts(catalogue, plan, build_concepts(plan, series))


def variables_from_concepts(catalogue: Catalogue, plan: Plan, concepts: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Build the variables of the catalogue from quarterly concepts.

    Parameters
    ----------
    catalogue : Catalogue
        Formulas of the variables over concepts.
    plan : Plan
        Names the series in errors.
    concepts : mapping
        Quarterly series by concept, from :func:`build_concepts`.

    Returns
    -------
    DataFrame
        As :func:`build_variables`.

    Raises
    ------
    BadVariable, ImplausibleValue
        As :func:`build_variables`.
    """
    columns = {}
    for name, variable in catalogue.variables.items():
        try:
            columns[name] = evaluate(variable.formula, concepts)
        except EvaluationError as error:
            raise BadVariable(f"variable {name} from {_sources(catalogue, plan, name)}: {error}") from None
        what = f"variable {name} ({variable.unit}) from {_sources(catalogue, plan, name)}"
        check_plausible(columns[name], variable.plausible, what)
    frame = pd.DataFrame(columns).dropna(how="all")
    if frame.empty:
        raise BadVariable("no quarter has a value of any variable")
    quarters = pd.period_range(frame.index[0], frame.index[-1], freq="Q", name="quarter")
    return frame.reindex(quarters)


def substitutes(catalogue: Catalogue, plan: Plan) -> pd.DataFrame:
    """Which series stand behind each variable, and why where they are not the source's own.

    Returns
    -------
    DataFrame
        variable, concept, series (joined by +), exact, reason.
    """
    rows = [
        (name, concept, "+".join(supplier.series), supplier.exact, supplier.reason)
        for name, variable in catalogue.variables.items()
        for concept in variable.formula.names
        for supplier in (plan.suppliers[concept],)
    ]
    return pd.DataFrame(rows, columns=["variable", "concept", "series", "exact", "reason"])


def require_complete(
    frame: pd.DataFrame, start: pd.Period, end: pd.Period, catalogue: Catalogue, plan: Plan
) -> pd.DataFrame:
    """Give the sample of a table of variables, or say what is missing in it.

    Parameters
    ----------
    frame : DataFrame
        Variables by quarter.
    start, end : Period
        First and last quarter of the sample.
    catalogue, plan
        To say where the missing value should have come from.

    Returns
    -------
    DataFrame
        The rows from start to end, without a missing value.

    Raises
    ------
    IncompleteSample
        At the first missing value, column by column.
    """
    if start > end:
        raise IncompleteSample(f"the sample ends in {end}, before its start in {start}")
    sample = frame.reindex(pd.period_range(start, end, freq="Q", name="quarter"))
    for name in sample.columns:
        missing = sample.index[sample[name].isna().to_numpy()]
        if len(missing):
            first, last = frame[name].first_valid_index(), frame[name].last_valid_index()
            span = "it has no values" if first is None else f"it runs from {first} to {last}"
            raise IncompleteSample(
                f"variable {name} from {_sources(catalogue, plan, name)}: nothing in {missing[0]}, inside the sample "
                f"{start} to {end}; {span}"
            )
    return sample


def _sources(catalogue: Catalogue, plan: Plan, name: str) -> str:
    """Concepts and series of a variable as text."""
    concepts = catalogue.variables[name].formula.names
    return " and ".join(f"{concept} ({'+'.join(plan.suppliers[concept].series)})" for concept in concepts)
