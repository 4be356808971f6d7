"""The table of docs/vintages.md on what four years revised, from the two vintages that the project ships."""

import pandas as pd
import pytest

from frictions.data.embedded import read_descriptor
from frictions.data.readers import read_series, to_quarterly
from frictions.data.received import in_catalogue_unit
from frictions.vintages.revisions import revision_of

END = pd.Period("2007Q4", freq="Q")
OLD, NEW = "data/vintages/gretl-2022c", "data/vintages/fred-md-2026-08"


def quarterly(folder, code, catalogue):
    """A series in the catalogue's unit, by quarter."""
    info = catalogue.series[code]
    series = read_series(folder / f"{code}.csv", info, catalogue.code_of)
    units = str(read_descriptor(folder)[code]["units"])
    return to_quarterly(in_catalogue_unit(series, info, units), info.aggregation)


def row_of(code, project, catalogue):
    """A row of the table, numbers as it prints them."""
    both = pd.concat([quarterly(project / folder, code, catalogue) for folder in (OLD, NEW)], axis=1)
    found = revision_of(code, both.iloc[:, 0], both.iloc[:, 1], END)
    if found is None or found.kind == "span":
        return [code, "0", "0", "0", "0", "0"]
    numbers = (found.largest_revision, found.largest_in_sample, found.largest_growth_in_sample)
    return [code, str(found.changed_quarters), str(found.changed_in_sample), *(f"{number:.3g}" for number in numbers)]


@pytest.fixture
def shared(project):
    codes = [set(read_descriptor(project / folder)) for folder in (OLD, NEW)]
    return sorted(codes[0] & codes[1])


def test_the_page_holds_the_revisions_of_every_series_that_both_vintages_have(project, catalogue, shared):
    text = (project / "docs/vintages.md").read_text(encoding="utf-8")
    lines = text.split("| series | quarters that changed |")[1].splitlines()[2:]
    table = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines[: len(shared)]]
    assert table == [row_of(code, project, catalogue) for code in shared]
    assert not lines[len(shared)].startswith("|")
