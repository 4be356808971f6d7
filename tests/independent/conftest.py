"""The results of the main job, to be recomputed from the raw files without the package."""

import json
from pathlib import Path

import pandas as pd
import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
RESULTS = PROJECT / "results"
VINTAGES = [PROJECT / "data/vintages/fred-md-2026-08", PROJECT / "data/vintages/gretl-2022c"]
MATCHED = ["output", "inflation", "consumption", "inventory_sales", "inventories", "unit_labor_cost"]


@pytest.fixture(scope="session")
def results() -> Path:
    """Results of a run on the embedded vintages; the test is skipped where there is none."""
    provenance = RESULTS / "data/provenance.json"
    if not provenance.is_file():
        pytest.skip("run `make` first: these tests recompute its results")
    if {record["source"] for record in json.loads(provenance.read_text()).values()} != {"embedded"}:
        pytest.skip("the results are of other data than the embedded vintages")
    return RESULTS


def read_settings(path: str) -> dict:
    return yaml.safe_load((PROJECT / path).read_text(encoding="utf-8"))


def read_raw(code: str) -> pd.Series:
    """A series of the first embedded vintage that has it, by quarter: the mean of three months where it is monthly."""
    path = next(folder / f"{code}.csv" for folder in VINTAGES if (folder / f"{code}.csv").is_file())
    frame = pd.read_csv(path, parse_dates=["date"]).set_index("date")["value"]
    months = frame.index.to_period("M")
    if (months[1] - months[0]).n == 3:
        return frame.set_axis(frame.index.to_period("Q"))
    by_quarter = frame.groupby(frame.index.to_period("Q"))
    return by_quarter.mean()[by_quarter.count() == 3]


def read_table(path: Path) -> pd.DataFrame:
    frame = pd.read_csv(path)
    if "quarter" in frame:
        frame = frame.set_index(pd.PeriodIndex(frame.pop("quarter"), freq="Q"))
    return frame
