"""Size, power and consistency of the model comparisons."""

import numpy as np
import pytest

from frictions.matching.bootstrap import bootstrap_estimates
from frictions.matching.comparison import (
    InvalidComparison,
    bootstrap_comparison,
    rivers_vuong,
    selection_criteria,
)
from frictions.matching.criterion import build_criterion, whiten, with_target
from frictions.matching.estimation import estimate
from frictions.matching.inference import overidentification
from frictions.matching.minimum import LocalMinimum
from frictions.matching.parameters import Parameter

SIZE = 12
"""Responses in the simulated comparisons."""


class LinearModel:
    """A linear model solved in closed form, so that thousands of samples are cheap."""

    def __init__(self, design):
        self.design = design
        self.parameters = [Parameter(f"theta_{i}", "t", -50.0, 50.0, -1.0, 1.0) for i in range(design.shape[1])]

    def responses(self, theta):
        return self.design @ theta

    def fit(self, criterion):
        slopes = whiten(criterion, self.design)
        theta = np.linalg.lstsq(slopes, whiten(criterion, criterion.target), rcond=None)[0]
        gap = whiten(criterion, criterion.target - self.design @ theta)
        return LocalMinimum(theta, float(gap @ gap), self.design @ theta, ("",) * len(theta), 0.0, True)


def setting(sample=200):
    """Two designs of different directions, a weight that is not optimal, and covariances that shrink like 1/T."""
    rng = np.random.default_rng(31)
    first, second = (LinearModel(np.linalg.qr(rng.standard_normal((SIZE, k)))[0]) for k in (2, 3))
    root = rng.standard_normal((SIZE, SIZE + 6)).cumsum(axis=0)
    omega = root @ root.T / (SIZE + 6) / sample
    criterion = build_criterion(np.zeros(SIZE), [np.diag(np.diag(omega))], ["all"])
    return rng, first, second, omega, criterion


def equally_wrong(first, second, criterion, rng):
    """A population target from which both models have the same distance, large against sampling error."""
    base = rng.standard_normal(SIZE)

    def gap(target):
        shifted = with_target(criterion, target)
        return first.fit(shifted).criterion - second.fit(shifted).criterion

    # Along a line from one target to another the sign of the gap changes; bisect.
    other = rng.standard_normal(SIZE)
    while np.sign(gap(other)) == np.sign(gap(base)):
        other = rng.standard_normal(SIZE)
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        at_middle = gap(base + middle * (other - base))
        low, high = (middle, high) if np.sign(at_middle) == np.sign(gap(base)) else (low, middle)
    return base + low * (other - base)


def compare(first, second, criterion, target, omega):
    shifted = with_target(criterion, target)
    return rivers_vuong(shifted, first.fit(shifted), second.fit(shifted), first.design, second.design, omega)


def test_closed_form_fit_of_these_tests_is_the_estimate_of_the_engine():
    rng, first, _, _, criterion = setting()
    shifted = with_target(criterion, rng.standard_normal(SIZE))
    engine = estimate(first.responses, shifted, first.parameters, np.zeros((1, 2))).best
    assert engine.estimate == pytest.approx(first.fit(shifted).estimate, abs=1e-8)
    assert engine.criterion == pytest.approx(first.fit(shifted).criterion, rel=1e-10)


@pytest.mark.slow
def test_rivers_vuong_has_its_size_when_two_wrong_models_are_equally_far():
    rng, first, second, omega, criterion = setting(sample=2000)
    population = equally_wrong(first, second, criterion, rng)
    factor = np.linalg.cholesky(omega)
    samples = 2000
    rejected = np.zeros(3)
    for _ in range(samples):
        result = compare(first, second, criterion, population + factor @ rng.standard_normal(SIZE), omega)
        rejected += np.array([result.p_value, result.adjusted_p_value, result.two_step_p_value]) < 0.05
    # Four simulation errors of a 5 percent share over 2,000 samples.
    assert rejected / samples == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / samples))


@pytest.mark.slow
def test_rivers_vuong_finds_the_closer_model_with_power_rising_in_the_sample():
    shares, wrong_way = [], []
    for sample in (50, 20_000):
        rng, first, second, omega, criterion = setting(sample)
        population = equally_wrong(first, second, criterion, np.random.default_rng(1))
        # Move the target towards what the first model can produce.
        nearer = population + 0.3 * (first.fit(with_target(criterion, population)).responses - population)
        factor = np.linalg.cholesky(omega)
        results = [
            compare(first, second, criterion, nearer + factor @ rng.standard_normal(SIZE), omega) for _ in range(300)
        ]
        shares.append(np.mean([result.two_step_p_value < 0.05 and result.difference < 0 for result in results]))
        wrong_way.append(np.mean([result.two_step_p_value < 0.05 and result.difference > 0 for result in results]))
    assert shares[1] > 0.9 > shares[0]
    # Half the size at most, up to four simulation errors; none in the large sample.
    assert wrong_way[0] < 0.025 + 4 * np.sqrt(0.025 * 0.975 / 300)
    assert wrong_way[1] == 0.0


@pytest.mark.slow
def test_degenerate_distribution_holds_where_both_models_are_true():
    # The population response is zero, which both models produce: the normal statistic is not normal then.
    rng, first, second, omega, criterion = setting()
    factor = np.linalg.cholesky(omega)
    samples = 2000
    results = [compare(first, second, criterion, factor @ rng.standard_normal(SIZE), omega) for _ in range(samples)]
    degenerate = np.array([result.degenerate_p_value for result in results])
    assert np.mean(degenerate < 0.05) == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / samples))
    assert np.mean([result.two_step_p_value < 0.05 for result in results]) <= 0.05 + 4 * np.sqrt(0.05 * 0.95 / samples)
    # The overfitting term is the mean of the difference in this case.
    differences = np.array([result.difference for result in results])
    error = differences.std() / np.sqrt(samples)
    assert differences.mean() == pytest.approx(results[0].overfitting, abs=4 * error)


def test_standard_error_of_the_difference_is_that_over_bootstrap_targets():
    rng, first, second, omega, criterion = setting(sample=20_000)
    target = rng.standard_normal(SIZE)
    result = compare(first, second, criterion, target, omega)
    factor = np.linalg.cholesky(omega)
    targets = target + rng.standard_normal((60, SIZE)) @ factor.T
    shifted = with_target(criterion, target)
    criteria = [
        bootstrap_estimates(m.responses, shifted, m.parameters, m.fit(shifted).estimate, targets).criteria
        for m in (first, second)
    ]
    bootstrap = bootstrap_comparison(*criteria, result.difference, level=0.9)
    # A standard deviation over 60 draws has a relative error of 9 percent.
    assert bootstrap.standard_error == pytest.approx(result.standard_error, rel=3.5 * 0.09)
    assert bootstrap.lower < bootstrap.difference < bootstrap.upper
    assert 0.0 <= bootstrap.first_closer <= 1.0


def test_exchanging_the_models_changes_the_sign_and_nothing_else():
    rng, first, second, omega, criterion = setting()
    target = rng.standard_normal(SIZE)
    forth, back = compare(first, second, criterion, target, omega), compare(second, first, criterion, target, omega)
    assert back.statistic == pytest.approx(-forth.statistic, rel=1e-12)
    assert back.overfitting == pytest.approx(-forth.overfitting, rel=1e-9)
    assert back.two_step_p_value == pytest.approx(forth.two_step_p_value, rel=1e-6, abs=1e-9)


def test_models_without_free_parameters_are_compared_by_the_normal_distribution_alone():
    rng, _, _, omega, criterion = setting()
    target = with_target(criterion, rng.standard_normal(SIZE))
    fixed = []
    for responses in rng.standard_normal((2, SIZE)):
        gap = whiten(target, target.target - responses)
        fixed.append(LocalMinimum(np.zeros(1), float(gap @ gap), responses, ("lower",), 0.0, True))
    result = rivers_vuong(target, *fixed, np.ones((SIZE, 1)), np.eye(SIZE)[:, :1], omega)
    weight = np.diag(1.0 / np.diag(omega))
    slope = 2.0 * weight @ (fixed[1].responses - fixed[0].responses)
    # With nothing estimated the difference is linear in the target, up to a constant.
    assert result.standard_error == pytest.approx(np.sqrt(slope @ omega @ slope), rel=1e-10)
    assert result.overfitting == pytest.approx(0.0, abs=1e-9)
    assert result.two_step_p_value == result.p_value


def test_a_model_is_not_compared_with_itself():
    rng, first, _, omega, criterion = setting()
    with pytest.raises(InvalidComparison):
        compare(first, first, criterion, rng.standard_normal(SIZE), omega)
    with pytest.raises(InvalidComparison):
        bootstrap_comparison(np.ones(3), np.ones(4), 0.0)


def test_the_bootstrap_interval_is_reflected_at_the_difference():
    """Draws that lie above the estimate say that it lies above the truth: the interval reaches further down."""
    draws = 3.0 + np.arange(1000.0) / 1000.0
    found = bootstrap_comparison(draws, np.zeros(1000), 3.1, level=0.9)
    low, high = np.quantile(draws, [0.05, 0.95])
    assert (found.lower, found.upper) == pytest.approx((2 * 3.1 - high, 2 * 3.1 - low), rel=1e-12)
    assert found.first_closer == 0.0


@pytest.mark.slow
def test_selection_by_bic_becomes_certain_of_the_smaller_true_model_and_aic_does_not():
    # Three models: the true one, a true one with two idle parameters, and a wrong one with as few as the first.
    shares = {"bic": [], "hannan_quinn": [], "aic": []}
    for sample in (30, 100_000):
        rng, true, wrong, omega, criterion = setting(sample)
        wrong = LinearModel(wrong.design[:, :2])
        large = LinearModel(np.column_stack([true.design, rng.standard_normal((SIZE, 2))]))
        population = true.design @ np.array([0.6, -0.4])
        factor = np.linalg.cholesky(omega)
        chosen = {name: [] for name in shares}
        for _ in range(300):
            shifted = with_target(criterion, population + factor @ rng.standard_normal(SIZE))
            criteria = []
            for model in (true, large, wrong):
                test = overidentification(shifted, model.fit(shifted), model.design, omega)
                criteria.append(selection_criteria(test, sample))
            for name in chosen:
                chosen[name].append(int(np.argmin([getattr(value, name) for value in criteria])))
        for name, picks in chosen.items():
            shares[name].append(np.mean(np.array(picks) == 0))
    assert shares["bic"][1] > 0.97
    assert shares["bic"][1] >= shares["hannan_quinn"][1] > shares["aic"][1]
    assert shares["aic"][1] < 0.95


def test_selection_needs_a_sample():
    rng, first, _, omega, criterion = setting()
    shifted = with_target(criterion, rng.standard_normal(SIZE))
    test = overidentification(shifted, first.fit(shifted), first.design, omega)
    with pytest.raises(InvalidComparison, match="16"):
        selection_criteria(test, 10)
