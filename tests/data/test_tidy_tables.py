"""Tables give back every digit that was written, and name the file that is none."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frictions.data.tables import UnreadableTable, read_tidy, write_tidy


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=64), min_size=1, max_size=20))
def test_every_number_comes_back_bit_by_bit(tmp_path_factory, values):
    path = tmp_path_factory.mktemp("tidy") / "table.csv"
    write_tidy(pd.DataFrame({"value": values}), path)
    np.testing.assert_array_equal(read_tidy(path)["value"].to_numpy(dtype=np.float64), np.array(values))


@pytest.mark.parametrize("content", ["", 'a,b\n1,"2\n', "a,b\n1,2,3\n4,5,6,7\n"])
def test_what_is_no_table_is_named(tmp_path, content):
    path = tmp_path / "broken.csv"
    path.write_text(content)
    with pytest.raises(UnreadableTable, match=r"broken\.csv"):
        read_tidy(path)
