"""Which of the three printed sizes of the monetary shock the source's figures have."""

import pytest

from frictions.inventory.calvo import solve_calvo
from frictions.inventory.responses import calvo_responses

IMPACTS = {"output": -0.12, "inflation": -0.14, "real_wage": -0.25}
"""Quoted with Figure 1.8, percent; two digits."""


def impacts(calvo, size):
    responses = calvo_responses(solve_calvo(calvo, "average"), 2, size=size)
    return {name: float(responses[name][0]) for name in IMPACTS}


def test_only_fifteen_quarterly_basis_points_give_the_published_impacts(calvo):
    """The text also has 60 basis points in the quarterly rate (section 1.6.2) and 0.12 percent (Figure 1.11)."""
    assert impacts(calvo, 0.15) == pytest.approx(IMPACTS, abs=0.0066)
    for size in (0.12, 0.60):
        found = impacts(calvo, size)
        assert all(abs(found[name] - value) > 0.015 for name, value in IMPACTS.items())
