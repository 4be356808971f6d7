"""The variables from other suppliers and vintages than the run's."""

import logging

import numpy as np
import pandas as pd
import pytest
import yaml

from frictions.data.alternatives import alternative_variables
from frictions.data.catalogue import load_catalogue

CHANGES = {
    "same": {},
    "older": {"source": "embedded", "embedded": ["data/vintages/gretl-2022c"]},
    "final_sales": {"suppliers": {"trade_sales": 4}},
    "absent": {"suppliers": {"profits": 0}},
    "fetched": {"source": "live"},
}


@pytest.fixture(scope="module")
def built(project, tmp_path_factory):
    settings = yaml.safe_load((project / "config/config.yaml").read_text())["data"]
    catalogue = load_catalogue(yaml.safe_load((project / "config/series.yaml").read_text()))
    folder = tmp_path_factory.mktemp("series")
    return alternative_variables(catalogue, settings, CHANGES, folder, logging.getLogger(__name__), project)


def raw(project, vintage, code):
    frame = pd.read_csv(project / f"data/vintages/{vintage}/{code}.csv", parse_dates=["date"]).set_index("date")[
        "value"
    ]
    return frame.set_axis(frame.index.to_period("Q"))


def test_an_alternative_reads_its_own_vintage(project, built):
    variables, _ = built
    for name, vintage in (("same", "fred-md-2026-08"), ("older", "gretl-2022c")):
        expected = 100 * np.log(raw(project, vintage, "GDPC1"))
        np.testing.assert_allclose(variables[name]["output"].dropna(), expected, rtol=1e-14)


def test_another_supplier_moves_its_variables_and_no_other(built):
    variables, _ = built
    same, other = variables["same"].loc["1960":"2015"], variables["final_sales"].loc["1960":"2015"]
    moved = [name for name in same if not np.array_equal(same[name], other[name], equal_nan=True)]
    assert moved == ["inventory_sales"]


def test_what_cannot_be_built_says_why(built):
    variables, failures = built
    assert set(variables) == {"same", "older", "final_sales"}
    assert "A464RC1Q027SBEA" in failures["absent"] and "profit_share" in failures["absent"]
    assert "would have to be fetched over the network" in failures["fetched"]
