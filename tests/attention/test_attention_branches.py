"""Several equilibria: all found, traced over the amount of information, stable and unstable told apart."""

import numpy as np
import pytest

from frictions.attention.branches import (
    all_branches,
    find_equilibria,
    highest_cost,
    reaction_eigenvalue,
    trace_equilibria,
)
from frictions.attention.equilibrium import (
    attention_thresholds,
    solve_equilibrium,
    wants_attention,
    without_information,
)

from .conftest import QUARTERLY_VARIANCE

CAPACITIES = tuple(np.geomspace(1.0, 0.03, 14))


@pytest.fixture(scope="module")
def joint_branch(economy):
    return trace_equilibria(economy("joint"), CAPACITIES)


def test_an_equilibrium_at_a_capacity_is_one_at_the_cost_it_implies(economy, joint_branch):
    for point in joint_branch[::4]:
        again = solve_equilibrium(economy("joint"), cost_ratio=point.cost_ratio, start=point)
        if reaction_eigenvalue(point) < 1.0:
            np.testing.assert_allclose(again.bits, point.bits, rtol=1e-6)
        assert point.bits.sum() == pytest.approx(point.information.bits.sum())


def test_attention_and_no_attention_are_both_equilibria_at_the_source_of_multiplicity(economy, joint_branch):
    """At 1.5e-4, joint information, 0 and 0.144 bits, and an unstable equilibrium between them."""
    found = find_equilibria(economy("joint"), 1.5e-4 / QUARTERLY_VARIANCE, [joint_branch])
    bits = [one.equilibrium.bits.sum() for one in found]
    assert bits[0] == pytest.approx(0.14395, abs=1e-5)
    assert bits[-1] == 0.0
    assert [one.stable for one in found] in ([True, False, True], [True, True])
    crowded = find_equilibria(economy("joint"), 1.8e-4 / QUARTERLY_VARIANCE, [joint_branch])
    assert [one.stable for one in crowded] == [True, False, True]
    assert not any(wants_attention(one.equilibrium).any() for one in crowded)


def test_equilibria_vanish_beyond_the_fold_and_below_the_threshold(economy, joint_branch):
    fold = highest_cost(economy("joint"), joint_branch).cost_ratio
    assert fold * QUARTERLY_VARIANCE == pytest.approx(2.0e-4, rel=0.02)
    beyond = find_equilibria(economy("joint"), 1.05 * fold, [joint_branch])
    assert [one.equilibrium.bits.sum() for one in beyond] == [0.0]
    nobody = without_information(economy("joint"), 1.0)
    threshold = attention_thresholds(nobody.economy, nobody.linear)[0]
    below = find_equilibria(economy("joint"), 0.9 * threshold, [joint_branch])
    assert len(below) == 1
    assert below[0].equilibrium.bits[0] > 0.1


def test_an_unstable_equilibrium_is_left_by_its_own_dynamics(economy, joint_branch):
    """Reaction above one: attention falls to nothing or rises to the stable equilibrium, but does not stay."""
    unstable = next(
        one for one in find_equilibria(economy("joint"), 1.8e-4 / QUARTERLY_VARIANCE, [joint_branch]) if not one.stable
    )
    assert unstable.reaction > 1.05
    stable = solve_equilibrium(economy("joint"), cost_ratio=1.8e-4 / QUARTERLY_VARIANCE)
    assert reaction_eigenvalue(stable) < 1.0
    assert stable.bits[0] > unstable.equilibrium.bits[0] + 0.01


def test_more_information_needs_a_lower_cost_above_the_fold(joint_branch):
    costs = np.array([point.cost_ratio for point in joint_branch])
    top = int(costs.argmax())
    assert 0 < top < len(costs) - 1
    assert np.all(np.diff(costs[: top + 1]) > 0.0)
    assert np.all(np.diff(costs[top:]) < 0.0)


def test_separate_information_has_two_branches(economy):
    branches = all_branches(economy())
    assert len(branches) == 2
    assert all(point.bits[0] == 0.0 and point.bits[1] > 0.0 for point in branches[1])
    # At the source's parameters firms that ignore the price would want not to.
    assert all(wants_attention(point)[0] for point in branches[1])


def test_all_searches_agree_where_there_is_one_equilibrium(economy):
    found = find_equilibria(economy("separate", "ignored"), 3e-5 / QUARTERLY_VARIANCE)
    assert len(found) == 1
    assert found[0].stable
