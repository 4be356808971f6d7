"""A stored panel comes back as it was."""

from dataclasses import fields, replace

import numpy as np
import pytest

from frictions.data.tables import read_arrays, write_arrays
from frictions.efficiency.firm_panel import Exclusion, InvalidPanel
from frictions.efficiency.panel_arrays import pack_panel, unpack_panel
from frictions.efficiency.parameters import Parameters
from frictions.efficiency.simulation import PanelDesign, simulate_panel, simulated_firm_panel


@pytest.fixture(scope="module")
def panel():
    simulated = simulate_panel(Parameters(), PanelDesign(firms=12, periods=10), np.random.SeedSequence(1))
    log = (Exclusion("rule one", "firms", 2, ("Ben & Co.", "a b")), Exclusion("rule two", "rows", 5))
    return replace(simulated_firm_panel(simulated), exclusions=log)


def test_panel_and_its_exclusions_survive_the_file(panel, tmp_path):
    write_arrays(pack_panel(panel), tmp_path / "panel.npz")
    restored = unpack_panel(read_arrays(tmp_path / "panel.npz"))
    for field in fields(panel):
        before, after = getattr(panel, field.name), getattr(restored, field.name)
        if isinstance(before, np.ndarray):
            np.testing.assert_array_equal(before, after)
        else:
            assert before == after


def test_a_missing_array_is_named(panel):
    arrays = pack_panel(panel)
    del arrays["capex"]
    with pytest.raises(InvalidPanel, match="capex"):
        unpack_panel(arrays)
