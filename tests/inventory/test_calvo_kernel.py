"""The compiled Calvo model against the general solver, and its derivatives against differences of that solver."""

from dataclasses import asdict, fields, replace

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from frictions.errors import FrictionsError
from frictions.inventory import calvo_coefficients
from frictions.inventory.calvo_coefficients import PARAMETERS
from frictions.inventory.calvo_kernel import CalvoResponses
from frictions.inventory.common_block import VARIABLES
from frictions.inventory.parameters import CalvoParameters
from frictions.inventory.responses import matched_responses
from frictions.matching.target import MATCHED_VARIABLES, UnknownTarget
from frictions.options import UnknownOption
from frictions.rational_expectations.solution import Explosive, Indeterminate, NoStableRule


def compiled(parameters: CalvoParameters, mode: str, free=PARAMETERS):
    """The compiled model with the parameters ``free``, and its argument."""
    values = asdict(parameters)
    theta = np.array([values[name] for name in free])
    fixed = {name: value for name, value in values.items() if name not in free}
    return CalvoResponses(fixed, free, MATCHED_VARIABLES, mode, 0.15), theta


def test_parameters_and_variables_have_the_places_that_the_kernel_counts_on():
    assert sorted(PARAMETERS) == sorted(field.name for field in fields(CalvoParameters))
    names = ("C", "U", "Y", "S", "SALES", "Z", "INV", "P", "PI", "MC", "W", "R")
    places = [getattr(calvo_coefficients, name) for name in names]
    assert places == list(range(len(VARIABLES)))
    named = {"C": "consumption", "Y": "output", "S": "final_good", "Z": "stock", "INV": "inventories", "W": "real_wage"}
    assert {name: VARIABLES[getattr(calvo_coefficients, name)] for name in named} == named


@pytest.mark.parametrize("mode", ["marginal", "average"])
@given(
    xi_p=st.floats(0.02, 0.98),
    iota_p=st.sampled_from([0.0, 1.0]) | st.floats(0.0, 1.0),
    xi_w=st.floats(0.02, 0.98),
    iota_w=st.sampled_from([0.0, 1.0]) | st.floats(0.0, 1.0),
    sigma_c=st.floats(0.2, 6.0),
    sigma_l=st.floats(0.0, 8.0),
    alpha=st.just(1.0) | st.floats(0.4, 1.0),
    h=st.floats(0.0, 0.9),
    theta=st.floats(2.0, 12.0),
    sigma_v=st.floats(0.1, 0.8),
    delta_z=st.floats(0.005, 0.05),
)
def test_responses_are_those_of_the_general_solver(calvo, mode, **changes):
    """Or both refuse the parameters, with the same error."""
    parameters = replace(calvo, **changes)
    model, theta = compiled(parameters, mode)
    try:
        expected = matched_responses(parameters, mode)
    except FrictionsError as error:
        with pytest.raises(type(error)):
            model(theta)
        return
    # Both solve a system of condition 1e4 or so; the responses are of the order of one percent.
    np.testing.assert_allclose(model(theta), expected, rtol=0.0, atol=1e-10 * max(1.0, np.abs(expected).max()))


@pytest.mark.parametrize("estimates", ["calvo", "four_variables"])
@pytest.mark.parametrize("mode", ["marginal", "average"])
@pytest.mark.parametrize("name", PARAMETERS)
def test_derivatives_are_the_limits_of_differences_of_the_general_solver(request, estimates, mode, name):
    """Richardson's extrapolation of central differences, whose error is rounding over the step."""
    parameters = request.getfixturevalue(estimates)
    model, theta = compiled(parameters, mode)
    values, slopes = model.with_derivatives(theta)
    np.testing.assert_array_equal(values, model(theta))
    at = getattr(parameters, name)
    # Steps stay within the domain of parameters next to their bounds.
    step = 1e-4 * min(at if at > 0.0 else 1.0, 1.0 - at if 0.5 < at < 1.0 else 1.0)

    def difference(size):
        above, below = (matched_responses(replace(parameters, **{name: at + s * size}), mode) for s in (1, -1))
        return (above - below) / (2.0 * size)

    limit = (4.0 * difference(step) - difference(2.0 * step)) / 3.0
    scale = max(np.abs(values).max() / at, np.abs(limit).max())
    np.testing.assert_allclose(slopes[:, PARAMETERS.index(name)], limit, rtol=0.0, atol=2e-7 * scale)


def test_levels_of_utility_move_no_response(calvo):
    """The weight of labour and the elasticity between kinds of labour only scale the economy."""
    model, theta = compiled(calvo, "marginal")
    _, slopes = model.with_derivatives(theta)
    for name in ("psi_l", "theta_w"):
        assert not slopes[:, PARAMETERS.index(name)].any()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"rho_R": 0.0, "phi_pi": 0.3, "phi_Y": 0.0}, Indeterminate),
        ({"rho_R": 0.5, "phi_pi": -5.0}, (Explosive, Indeterminate, NoStableRule)),
    ],
)
def test_where_there_is_no_unique_solution_the_general_solver_says_why(calvo, changes, error):
    parameters = replace(calvo, **changes)
    with pytest.raises(error) as expected:
        matched_responses(parameters, "marginal")
    model, theta = compiled(parameters, "marginal")
    for evaluate in (model, model.with_derivatives):
        with pytest.raises(type(expected.value)) as raised:
            evaluate(theta)
        assert str(raised.value) == str(expected.value)


def test_rows_columns_and_size_follow_the_request(project):
    experiment = yaml.safe_load((project / "config/experiments/calvo_estimates/six.yaml").read_text())
    free = list(experiment["free"])
    theta = np.array([experiment["free"][name]["source"] for name in free])
    whole = CalvoResponses(experiment["fixed"], free, MATCHED_VARIABLES, "marginal", 0.15)
    part = CalvoResponses(experiment["fixed"], free, ["inventories", "output"], "marginal", 0.3)
    values, slopes = whole.with_derivatives(theta)
    some, their = part.with_derivatives(theta)
    rows = np.r_[60:75, 0:15]
    np.testing.assert_allclose(some, 2.0 * values[rows], rtol=1e-14)
    np.testing.assert_allclose(their, 2.0 * slopes[rows], rtol=1e-14)
    assert slopes.shape == (90, len(free))
    with pytest.raises(UnknownTarget, match="profit"):
        CalvoResponses(experiment["fixed"], free, ["profit"], "marginal", 0.15)
    with pytest.raises(UnknownOption, match="mean"):
        CalvoResponses(experiment["fixed"], free, MATCHED_VARIABLES, "mean", 0.15)
