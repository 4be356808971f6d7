"""The estimated models side by side: criterion, what it took to reach it, and whether the gap is noise."""

import pandas as pd

from frictions.report.labels import VARIABLES
from frictions.report.table import Table

MODELS = {
    "attention_separate": "RI, separate",
    "attention_joint": "RI, joint",
    "calvo": "Calvo",
}
"""Column headings by the names of the contract's ``comparison.csv``."""

MATCHED = ("output", "inflation", "consumption", "inventory_sales", "inventories", "unit_labor_cost")

FIT = {
    "criterion": "J",
    **{f"criterion_{name}": f"J, {VARIABLES[name].lower()}" for name in MATCHED},
    "parameters": "parameters estimated",
    "parameters_off_bounds": "of these not on a bound",
    "degrees_of_freedom": "degrees of freedom",
    "p_value": "p-value of J, exact law",
    "scaled_p_value": "p-value of J, scaled",
    "bic": "BIC",
    "hannan_quinn": "Hannan-Quinn",
    "aic": "AIC",
}
"""Rows on each model by itself."""

TEST = {
    "difference": "J less Calvo's",
    "standard_error": "standard error",
    "statistic": "Rivers-Vuong statistic",
    "p_value": "p-value, normal law",
    "two_step_p_value": "p-value, two steps",
    "overfitting": "part due to parameter counts",
    "adjusted_p_value": "p-value, net of that part",
    "bootstrap_lower": "bootstrap range of the difference, from",
    "bootstrap_upper": "bootstrap range of the difference, to",
    "bootstrap_targets": "bootstrap samples behind the range",
    "bootstrap_first_closer": "share of bootstrap samples with lower J",
}
"""Rows on a model against the Calvo model."""

COUNTS = ("parameters", "parameters_off_bounds", "degrees_of_freedom", "bootstrap_targets")
FRACTIONS = ("p_value", "scaled_p_value", "statistic", "two_step_p_value", "adjusted_p_value", "bootstrap_first_closer")

ASSUMPTIONS = (
    "Rivers and Vuong: both models are approximations, the null is equal distance from the population responses in "
    "this metric. Assumed: responses are asymptotically normal, each minimum is unique and interior, bounds apart, the "
    "metric is given. The normal law fails if both models leave the same residuals; two steps keep the level then.",
    "BIC, Hannan-Quinn and AIC suppose that one of the models is true; where J, scaled, rejects them all they rank "
    "nothing.",
)


def comparison_table(comparison: pd.DataFrame, notes: tuple[str, ...]) -> Table:
    """One column a model, one row a quantity.

    Parameters
    ----------
    comparison : DataFrame
        The contract's ``comparison.csv``: model, against (empty for a model by itself), quantity, value.
    notes : tuple of str
    """
    against = comparison["against"].fillna("")
    rows: list[dict[str, object]] = []
    row_decimals: dict[int, int] = {}
    for quantities, other in ((FIT, ""), (TEST, "calvo")):
        block = comparison[against == other].pivot(index="quantity", columns="model", values="value")
        for name, label in quantities.items():
            if name in COUNTS or name in FRACTIONS:
                row_decimals[len(rows)] = 0 if name in COUNTS else 3
            values = {heading: block.get(model, {}).get(name) for model, heading in MODELS.items()}
            rows.append({"quantity": label, **values})
    frame = pd.DataFrame(rows).astype(dict.fromkeys(MODELS.values(), float))
    title = "Rational inattention and Calvo pricing, estimated on the same responses"
    decimals = dict.fromkeys(MODELS.values(), 1)
    return Table("table_comparison", title, frame, decimals, (*notes, *ASSUMPTIONS), row_decimals)
