"""Results, tables and figures of the reallocation model from nothing, on a coarse state space."""

import pandas as pd
import pytest

pytestmark = pytest.mark.slow

TARGETS = [
    *(f"results/reallocation/{name}/transition.csv" for name in ("benchmark", "high_elasticity", "tight_credit")),
    "results/reallocation/one_period.csv",
    *(f"results/tables/{name}.csv" for name in ("table_2_1", "table_2_2", "table_reallocation_claims")),
    *(f"results/figures/figure_2_{number}.svg" for number in range(1, 7)),
    *(f"results/figures/figure_reallocation_{name}.svg" for name in ("channels", "cycle", "proposition")),
]
QUANTITIES = ["p", "lambda_M", "w", "R", "rho", "Y", "C", "I", "K", "N"]
QUANTITIES += ["reallocation", "used_share", "borrowing_limit_share"]
VARIABLES = ["price_used", "lemon_share", "good_sales", "reallocation", "output", "investment"]
VARIABLES += ["labor", "capital", "wage", "mpk_ratio", "tfp_end"]


def test_reallocation_is_built_and_then_has_nothing_to_do(built_once):
    folder = built_once.folder / "results/reallocation"
    for name in ("benchmark", "high_elasticity", "tight_credit"):
        steady, transition, certificate = (
            pd.read_csv(folder / name / f"{file}.csv") for file in ("steady_state", "transition", "certificate")
        )
        assert list(steady) == ["lemons", "quantity", "value"]
        assert list(transition) == ["lemons", "variable", "period", "percent_deviation"]
        assert list(certificate) == ["lemons", "quantity", "value", "bound"]
        assert set(steady["lemons"]) == {0.002, 0.0}
        assert set(steady["quantity"]) == set(QUANTITIES)
        assert set(VARIABLES) <= set(transition["variable"])
        assert (certificate["value"].abs() <= certificate["bound"]).all()
        assert len(set(certificate["lemons"])) == 2
    for name in ("one_period", "channels", "business_cycle", "variants"):
        assert len(pd.read_csv(folder / f"{name}.csv"))
    channels = pd.read_csv(folder / "channels.csv").pivot(
        index=["variable", "period"], columns="part", values="percentage_points"
    )
    parts = channels[["frictionless", "specificity", "lemons", "credit"]].sum(axis=1)
    pd.testing.assert_series_equal(parts, channels["full"], check_names=False, atol=1e-10)
    published = pd.read_csv(built_once.folder / "results/tables/table_2_2.csv").set_index("quantity")
    assert published.loc["K", "published"] == 1.19
    assert abs(published.loc["K", "replicated"] / 1.19 - 1) < 0.04
    assert built_once.planned(*TARGETS) == {}
