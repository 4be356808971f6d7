"""Parameters outside their domain are refused by name."""

from dataclasses import FrozenInstanceError, asdict

import pytest

from frictions.errors import FrictionsError
from frictions.inventory.parameters import CalvoParameters, InvalidParameter


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("beta", 1.0),
        ("theta", 1.0),
        ("delta_z", -0.1),
        ("sigma_v", 0.0),
        ("alpha", 1.01),
        ("alpha", 0.0),
        ("h", 1.0),
        ("xi_p", 0.0),
        ("xi_w", 1.0),
        ("iota_p", 1.2),
        ("sigma_l", -0.1),
        ("phi_pi", float("nan")),
        ("psi_l", float("inf")),
        ("theta_w", "5"),
        ("g_star", True),
    ],
)
def test_a_value_outside_its_domain_is_refused_by_name(calvo, name, value):
    with pytest.raises(InvalidParameter, match=name) as caught:
        CalvoParameters(**(asdict(calvo) | {name: value}))
    assert caught.value.parameter == name
    assert isinstance(caught.value, FrictionsError)


def test_parameters_cannot_be_changed(calvo):
    with pytest.raises((FrozenInstanceError, AttributeError)):
        calvo.alpha = 0.5
