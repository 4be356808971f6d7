"""The model as the matching engine sees it: reference criteria, recovery, several equilibria."""

from dataclasses import replace

import numpy as np
import pytest
import yaml

from frictions.attention.equilibrium import solve_equilibrium
from frictions.attention.estimate_checks import estimate_certificate, rate_equilibria, rating_rows
from frictions.attention.estimated_outcome import estimated_outcome
from frictions.attention.estimation import (
    COARSE,
    RESPONSE_TOLERANCE,
    SEARCH,
    EstimatedModel,
    InvalidEstimation,
    economy_at,
    estimated_model,
    matched_responses_of,
    parameters_at,
    responses_of,
    with_free_parameter,
)
from frictions.attention.experiments import AttentionExperiment, run_experiment
from frictions.attention.published_path import published_path
from frictions.inventory.parameters import CalvoParameters
from frictions.inventory.responses import matched_responses
from frictions.inventory.sequence_space import aggregate_responses
from frictions.matching.criterion import build_criterion, criterion_parts, criterion_value
from frictions.matching.estimation import estimate
from frictions.matching.parameters import Parameter
from frictions.matching.problem import free_parameters_of
from frictions.matching.target import MATCHED_VARIABLES

from .conftest import QUARTERLY_VARIANCE


def at_source(model: EstimatedModel, cost: float) -> np.ndarray:
    """The source's estimates, at a cost of a bit for shocks of 15 basis points."""
    return np.array(
        [cost / QUARTERLY_VARIANCE if name == "cost_ratio" else getattr(model.base, name) for name in model.names]
    )


@pytest.fixture(scope="module")
def model(inattentive):
    return EstimatedModel(inattentive)


@pytest.fixture(scope="module")
def settings(project):
    """The default estimation."""
    return yaml.safe_load((project / "config/experiments/attention_estimates/separate.yaml").read_text())


@pytest.fixture(scope="module")
def parameters(settings):
    return free_parameters_of(settings["free"])[0]


@pytest.fixture(scope="module")
def flat_metric(model):
    """Independent errors of one basis point."""

    def build(target):
        return build_criterion(target, [1e-4 * np.eye(15)] * 6, MATCHED_VARIABLES)

    return build


def test_responses_are_in_the_order_of_the_criterion(model, inattentive):
    theta = at_source(model, 4e-5)
    responses = responses_of(model)(theta)
    assert responses.shape == (90,)
    sequence, economy, cost_ratio = economy_at(model, theta)
    found = solve_equilibrium(economy, cost_ratio=cost_ratio, tolerance=RESPONSE_TOLERANCE)
    paths = aggregate_responses(sequence, found.decisions.reshape(-1), 0.15)
    np.testing.assert_array_equal(responses[:15], paths["output"][1:16])
    np.testing.assert_array_equal(responses[45:60], (paths["inventories"] - paths["sales"])[1:16])
    np.testing.assert_array_equal(responses[75:], paths["real_wage"][1:16])


def test_a_solution_does_not_depend_on_earlier_ones(model):
    responses = responses_of(model)
    theta = at_source(model, 4e-5)
    first = responses(theta)
    responses(1.2 * theta.clip(max=0.8))
    assert responses(theta).tobytes() == first.tobytes()


def test_a_short_horizon_is_long_enough_for_the_criterion(model):
    theta = at_source(model, 4e-5)
    long = replace(model, horizon=200, lags=80)
    np.testing.assert_allclose(responses_of(model)(theta), responses_of(long)(theta), atol=1e-7)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("information", "interaction", "cost", "reference"),
    [
        ("separate", "ignored", 6e-5, 148.7),
        ("separate", "ignored", 2e-5, 545.0),
        ("joint", "counted", 1.2e-4, 235.0),
        ("joint", "counted", 1e-4, 284.0),
        ("joint", "counted", 6e-5, 486.0),
    ],
)
def test_criterion_at_the_sources_parameters(inattentive, monetary_target, information, interaction, cost, reference):
    """Reference values from another program and another set of draws; within 5 percent."""
    model = EstimatedModel(inattentive, information=information, interaction=interaction)
    responses = responses_of(model)(at_source(model, cost))
    assert criterion_value(monetary_target, responses) == pytest.approx(reference, rel=0.05)


@pytest.mark.slow
def test_criterion_of_the_recovered_path_and_without_information(inattentive, monetary_target, sequence):
    _, responses, _ = published_path(inattentive)
    unit_cost = {"unit_labor_cost": "real_wage"}
    stacked = np.concatenate([responses[unit_cost.get(name, name)][1:16] for name in MATCHED_VARIABLES])
    assert criterion_value(monetary_target, stacked) == pytest.approx(157.7, rel=0.05)
    parts = criterion_parts(monetary_target, stacked)
    for name, part in zip(MATCHED_VARIABLES, (31.9, 14.5, 14.1, 16.3, 35.9, 44.9), strict=True):
        assert parts[name] == pytest.approx(part, rel=0.08), name
    nobody = EstimatedModel(inattentive, selection="inattentive")
    silent = responses_of(nobody)(at_source(nobody, 2e-4))
    assert criterion_value(monetary_target, silent) == pytest.approx(205.4, rel=0.05)


@pytest.mark.slow
def test_parameters_are_recovered_from_responses_without_noise(model, parameters, flat_metric):
    truth = np.array([20.0, 0.75, 0.4, 1.3])
    responses = responses_of(model)
    start = np.array([[18.0, 0.78, 0.5, 1.4]])
    found = estimate(responses, flat_metric(responses(truth)), parameters, start, settings=SEARCH)
    assert found.best.criterion < 1e-6
    np.testing.assert_allclose(found.best.estimate, truth, rtol=1e-3)


def test_cost_and_variance_are_one_parameter(model):
    with pytest.raises(InvalidEstimation, match="cost_ratio"):
        replace(model, names=("xi_w",))
    with pytest.raises(InvalidEstimation, match="sigma_r"):
        replace(model, names=("cost_ratio", "sigma_r"))


@pytest.mark.slow
def test_every_equilibrium_at_an_estimate_is_rated(inattentive, flat_metric):
    """Joint information at 1.8e-4: three equilibria with three criteria, one of them selected."""
    model = EstimatedModel(inattentive, names=("cost_ratio",), information="joint")
    theta = at_source(model, 1.8e-4)
    target = responses_of(model)(theta)
    rated = rate_equilibria(model, flat_metric(target), theta)
    assert [one.found.stable for one in rated] == [True, False, True]
    assert [one.selected for one in rated] == [True, False, False]
    assert rated[0].criterion == pytest.approx(0.0, abs=1e-12)
    assert rated[2].criterion > rated[1].criterion > 1e-4
    listed = [row["value"] for row in rating_rows(rated) if row["quantity"] == "selected"]
    assert listed == [1.0, 0.0, 0.0]
    other = rate_equilibria(replace(model, selection="inattentive"), flat_metric(target), theta)
    assert [one.selected for one in other] == [False, False, True]


def test_the_selected_equilibrium_is_the_one_that_is_matched(inattentive):
    model = EstimatedModel(inattentive, names=("cost_ratio",), information="joint", selection="inattentive")
    sequence, economy, _ = economy_at(model, at_source(model, 1.8e-4))
    nobody = solve_equilibrium(economy, cost_ratio=1.8e-4 / QUARTERLY_VARIANCE, start="inattentive")
    np.testing.assert_array_equal(responses_of(model)(at_source(model, 1.8e-4)), matched_responses_of(sequence, nobody))


@pytest.mark.slow
def test_estimated_attention_beats_estimated_stickiness(inattentive, parameters, monetary_target):
    """Same target and metric, Calvo with seven parameters, rational inattention with four: one start each."""
    bounds = {
        "xi_p": (0.02, 0.98),
        "iota_p": (0.0, 1.0),
        "xi_w": (0.02, 0.98),
        "iota_w": (0.0, 1.0),
        "sigma_c": (0.2, 6.0),
        "sigma_l": (0.05, 8.0),
        "alpha": (0.4, 1.0),
    }
    shared = {name: getattr(inattentive, name) for name in inattentive.__dataclass_fields__}
    stickiness = {"xi_p": 0.5059, "iota_p": 0.05, "xi_w": 0.1398, "iota_w": 0.1155}
    source = shared | stickiness | {"sigma_c": 1.2469, "sigma_l": 0.3823, "alpha": 0.8633}

    def sticky(theta):
        return matched_responses(CalvoParameters(**(source | dict(zip(bounds, map(float, theta), strict=True)))))

    calvo = estimate(
        sticky,
        monetary_target,
        [Parameter(name, name, *ends, *ends) for name, ends in bounds.items()],
        np.array([[source[name] for name in bounds]]),
    )
    model = EstimatedModel(inattentive)
    attention = estimate(
        responses_of(model),
        monetary_target,
        parameters,
        at_source(model, 6e-5)[None],
        settings=SEARCH,
        search_settings=COARSE,
    )
    assert attention.best.criterion < 0.95 * calvo.best.criterion
    rated = rate_equilibria(model, monetary_target, attention.best.estimate)
    chosen = next(one for one in rated if one.selected)
    assert chosen.found.stable
    assert chosen.criterion == pytest.approx(attention.best.criterion, rel=1e-6)
    certificate = estimate_certificate(model, monetary_target, attention.best)
    assert all(abs(value) <= bound for value, bound in certificate.values())
    # Truncation holds a model against one with twice its own lags and horizon, whatever they are.
    for lags in (5, 10):
        shorter, longer = (replace(model, lags=n * lags, horizon=n * 60) for n in (1, 2))
        short, long = (
            criterion_value(monetary_target, responses_of(one)(attention.best.estimate)) for one in (shorter, longer)
        )
        value, _ = estimate_certificate(shorter, monetary_target, replace(attention.best, criterion=short))[
            "truncation"
        ]
        assert value == pytest.approx(long / short - 1.0, rel=1e-6) and value != 0.0


def test_the_settings_describe_the_default_model(settings, inattentive):
    described = estimated_model(settings)
    assert described == EstimatedModel(inattentive)


def test_a_fixed_parameter_can_be_freed_for_a_profile(settings):
    wider = with_free_parameter(settings, "sigma_l", [0.1, 0.8])
    described = estimated_model(wider)
    assert described.names[-1] == "sigma_l"
    assert described.base == estimated_model(settings).base
    parameter = free_parameters_of(wider["free"])[0][-1]
    assert (parameter.lower, parameter.upper) == (0.1, 0.8)


def test_the_estimated_model_as_an_experiment_has_the_matched_responses(model):
    theta = at_source(model, 4e-5)
    outcome, matched = estimated_outcome(model, theta, model.lags, model.horizon), responses_of(model)(theta)
    np.testing.assert_allclose(outcome.responses["output"][1:16], matched[:15], atol=1e-7)
    np.testing.assert_allclose(outcome.responses["inventory_sales"][1:16], matched[45:60], atol=1e-7)


def test_the_estimated_model_and_an_experiment_with_its_parameters_are_one(model):
    """The experiment seeks all equilibria and picks one, the estimation goes to it."""
    theta = at_source(model, 4e-5)
    cost_ratio = theta[model.names.index("cost_ratio")]
    experiment = AttentionExperiment(
        mu=cost_ratio * AttentionExperiment.sigma_attention**2, lags=model.lags, horizon=model.horizon
    )
    alone = estimated_outcome(model, theta, model.lags, model.horizon)
    among = run_experiment(parameters_at(model, theta), experiment, "optimal_separate")
    # Both searches stop at a residual of 1e-8; correlations of responses that nearly cancel magnify it.
    for name, value in alone.moments.items():
        assert value == pytest.approx(among.moments[name], abs=1e-6)
    for name, value in alone.information.items():
        assert value == pytest.approx(among.information[name], rel=1e-6)
    for name, paths in alone.decisions.items():
        np.testing.assert_allclose(paths, among.decisions[name], atol=1e-7)


def test_a_solution_at_another_cost_does_not_depend_on_the_economy_kept(model):
    theta = at_source(model, 4e-5)
    dearer = theta * [1.2, 1.0, 1.0, 1.0]
    kept = responses_of(model)
    kept(theta)
    assert kept(dearer).tobytes() == responses_of(model)(dearer).tobytes()
