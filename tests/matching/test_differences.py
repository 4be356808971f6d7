"""Finite differences at bounds and beside regions without a solution."""

import numpy as np
import pytest

from frictions.errors import FrictionsError
from frictions.matching.differences import NoDerivative, unit_jacobian


class Indeterminate(FrictionsError):
    """A model without a unique solution."""


def curved(point):
    return np.array([np.exp(2.0 * point[0]) * np.sin(point[1]), point[0] ** 3 + point[1]])


def derivative(point):
    x, y = point
    return np.array([[2 * np.exp(2 * x) * np.sin(y), np.exp(2 * x) * np.cos(y)], [3 * x * x, 1.0]])


@pytest.mark.parametrize("point", [(0.4, 0.6), (0.0, 1.0), (1.0, 0.0), (1.0 - 1e-6, 1e-6)])
def test_central_differences_are_second_order_also_at_and_near_the_bounds(point):
    point = np.array(point)
    errors = [
        np.abs(unit_jacobian(curved, point, curved(point), step, central=True) - derivative(point)).max()
        for step in (1e-3, 1e-4)
    ]
    assert errors[0] < 3e-5
    assert errors[1] == pytest.approx(errors[0] / 100.0, rel=0.05)


def test_forward_differences_turn_backward_at_the_upper_bound():
    for point in (np.array([0.4, 0.6]), np.array([1.0, 1.0])):
        found = unit_jacobian(curved, point, curved(point), 1e-7, central=False)
        assert found == pytest.approx(derivative(point), abs=1e-5)


@pytest.mark.parametrize("central", [True, False])
def test_derivative_beside_a_region_without_solution_is_taken_from_the_other_side(central):
    def responses(point):
        if point[0] > 0.4:
            raise Indeterminate
        return curved(point)

    point = np.array([0.4, 0.6])
    found = unit_jacobian(responses, point, curved(point), 1e-5, central=central)
    assert found == pytest.approx(derivative(point), abs=1e-7 if central else 1e-3)


@pytest.mark.parametrize("central", [True, False])
def test_step_is_cut_where_the_solution_region_is_narrow_and_the_error_is_typed_where_it_is_a_point(central):
    def strip(width):
        def responses(point):
            if abs(point[1] - 0.6) > width:
                raise Indeterminate
            return curved(point)

        return responses

    point = np.array([0.4, 0.6])
    found = unit_jacobian(strip(2e-7), point, curved(point), 1e-5, central=central)
    assert found == pytest.approx(derivative(point), abs=1e-3)
    with pytest.raises(NoDerivative, match="position 1") as caught:
        unit_jacobian(strip(1e-12), point, curved(point), 1e-5, central=central)
    assert caught.value.position == 1
