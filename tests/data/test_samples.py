"""Spans of samples that the settings state, and of those that they leave to the data."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frictions.data.samples import EmptySample, ending_first, sample_span

QUARTERS = pd.period_range("1970Q1", "1979Q4", freq="Q", name="quarter")


@given(
    ends=st.lists(st.integers(0, 39), min_size=1, max_size=5),
    starts=st.lists(st.integers(0, 39), min_size=5, max_size=5),
    first=st.integers(0, 39),
)
def test_latest_is_the_last_quarter_in_which_nothing_is_missing(ends, starts, first):
    columns = {}
    for number, (start, end) in enumerate(zip(starts, ends, strict=False)):
        values = np.full(40, np.nan)
        values[min(start, end) : end + 1] = 1.0
        columns[f"v{number}"] = values
    variables = pd.DataFrame(columns, index=QUARTERS)
    sample = {"start": str(QUARTERS[first]), "end": "latest"}
    begin, end = max(first, *(min(s, e) for s, e in zip(starts, ends, strict=False))), min(ends)
    if begin > end:
        with pytest.raises(EmptySample, match=f"no quarter from {QUARTERS[first]} on"):
            sample_span(variables, sample)
        return
    assert sample_span(variables, sample) == (QUARTERS[first], QUARTERS[end])
    assert ending_first(variables) == [name for name, e in zip(columns, ends, strict=True) if e == min(ends)]


def test_a_stated_end_is_taken_as_it_is():
    variables = pd.DataFrame({"a": [1.0, np.nan]}, index=QUARTERS[:2])
    assert sample_span(variables, {"start": "1970Q1", "end": "2007Q4"}) == (
        pd.Period("1970Q1", freq="Q"),
        pd.Period("2007Q4", freq="Q"),
    )
