"""Quasi-posteriors against closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from frictions.errors import FrictionsError
from frictions.matching.criterion import build_criterion
from frictions.matching.parameters import Parameter
from frictions.matching.posterior import (
    SUMMARY_COLUMNS,
    NoStart,
    draws_table,
    log_quasi_posterior,
    posterior_summary,
    sample_chain,
)
from frictions.matching.priors import InvalidPrior, read_priors
from frictions.matching.problem import MatchingProblem

PARAMETERS = tuple(Parameter(name, name, -5.0, 5.0, -1.0, 1.0) for name in ("a", "b"))
PRIORS = {"a": {"family": "normal", "mean": 0.5, "sd": 0.4}, "b": {"family": "normal", "mean": -0.5, "sd": 0.3}}


@pytest.fixture(scope="module")
def linear():
    """Four responses, linear in two parameters: with normal priors the quasi-posterior is normal."""
    slopes = np.array([[1.0, 0.2], [0.5, -1.0], [0.0, 0.8], [-0.3, 0.4]])
    target = np.array([0.9, -0.2, 0.3, 0.1])
    weight = np.diag([0.2, 0.3, 0.25, 0.4])
    criterion = build_criterion(target, [weight], ["x"])
    problem = MatchingProblem(lambda theta: slopes @ theta, criterion, PARAMETERS, weight, np.zeros(2))
    precision = slopes.T @ np.linalg.solve(weight, slopes) + np.diag([1 / 0.4**2, 1 / 0.3**2])
    mean = np.linalg.solve(
        precision, slopes.T @ np.linalg.solve(weight, target) + np.array([0.5 / 0.4**2, -0.5 / 0.3**2])
    )
    return problem, mean, np.linalg.inv(precision)


def chains_of(problem, count=2, **settings):
    priors = read_priors(PARAMETERS, PRIORS)
    chosen = {"walkers": 16, "burn": 200, "draws": 250, "thin": 4} | settings
    return priors, [sample_chain(problem, priors, entropy=seed, **chosen) for seed in range(count)]


def test_a_linear_model_with_normal_priors_has_the_normal_posterior(linear):
    problem, mean, covariance = linear
    priors, chains = chains_of(problem)
    summary = posterior_summary(["a", "b"], priors, chains, 0.9)
    assert list(summary.columns) == SUMMARY_COLUMNS
    for i, row in summary.iterrows():
        sd = np.sqrt(covariance[i, i])
        error = sd / np.sqrt(row["ess_bulk"])
        assert row["mean"] == pytest.approx(mean[i], abs=4.5 * error)
        assert row["sd"] == pytest.approx(sd, rel=4.5 / np.sqrt(2.0 * row["ess_bulk"]))
        # The error of a five percent quantile, from the density there.
        tail = np.sqrt(0.05 * 0.95 / row["ess_tail"]) / stats.norm.pdf(stats.norm.ppf(0.05)) * sd
        assert row["lower"] == pytest.approx(mean[i] + sd * stats.norm.ppf(0.05), abs=4.5 * tail)
        assert row["upper"] == pytest.approx(mean[i] + sd * stats.norm.ppf(0.95), abs=4.5 * tail)
        assert row["r_hat"] < 1.05 and row["ess_bulk"] > 300
        assert row["prior_median"] == pytest.approx(PRIORS[row["parameter"]]["mean"], abs=1e-6)


def test_a_chain_is_the_same_for_its_seed_and_another_for_another(linear):
    problem = linear[0]
    settings = {"walkers": 8, "burn": 5, "draws": 6, "thin": 1}
    _, first = chains_of(problem, **settings)
    _, again = chains_of(problem, **settings)
    np.testing.assert_array_equal(first[0].draws, again[0].draws)
    assert not np.array_equal(first[0].draws, first[1].draws)
    table = draws_table(["a", "b"], first)
    assert list(table) == ["chain", "draw", "a", "b", "log_posterior"] and len(table) == 2 * 8 * 6
    row = table[(table["chain"] == 9) & (table["draw"] == 3)].iloc[0]
    assert (row["a"], row["b"]) == tuple(first[1].draws[1, 3])
    density = log_quasi_posterior(problem, read_priors(PARAMETERS, PRIORS))
    assert row["log_posterior"] == pytest.approx(density(np.array([row["a"], row["b"]])))


def test_where_there_is_no_solution_there_is_no_mass_and_none_at_all_is_said(linear):
    problem = linear[0]

    def half(theta):
        if theta[0] < 0.5:
            raise FrictionsError("no solution")
        return problem.responses(theta)

    cut = MatchingProblem(half, problem.criterion, PARAMETERS, problem.omega, problem.source)
    _, (chain,) = chains_of(cut, count=1, draws=50)
    assert (chain.draws[:, :, 0] >= 0.5).all()

    def nowhere(theta):
        raise FrictionsError("no solution")

    with pytest.raises(NoStart, match="of 960 draws from the prior 0 have a solution; 16 are needed"):
        chains_of(MatchingProblem(nowhere, problem.criterion, PARAMETERS, problem.omega, problem.source), count=1)


@given(st.floats(0.05, 0.95), st.floats(0.01, 0.2), st.floats(0.01, 0.99))
def test_priors_have_the_moments_and_quantiles_they_state(mean, sd, share):
    unit = (Parameter("x", "x", 0.0, 1.0, 0.1, 0.9),)
    if mean * (1 - mean) / sd**2 - 1 > 0.05:
        (prior,) = read_priors(unit, {"x": {"family": "beta", "mean": mean, "sd": sd}})
        assert prior.law.mean() == pytest.approx(mean) and prior.law.std() == pytest.approx(sd)
        # Where nearly all mass lies at a bound a few floating-point numbers hold much of it: they bracket the share.
        at = prior.quantile(share)
        below, above = prior.law.cdf([at - 8 * np.spacing(at), min(at + 8 * np.spacing(at), 1.0)])
        assert below - 1e-6 <= share <= above + 1e-6
    (gamma,) = read_priors(unit, {"x": {"family": "gamma", "mean": mean, "sd": sd}})
    assert gamma.law.mean() == pytest.approx(mean) and gamma.law.std() == pytest.approx(sd)
    (flat,) = read_priors(unit, {})
    assert flat.quantile(share) == pytest.approx(share) and flat.log_density(1.5) == -np.inf


@pytest.mark.parametrize("family", ["uniform", "beta", "gamma", "normal"])
def test_the_density_written_out_is_scipys_up_to_a_constant(family):
    unit = (Parameter("x", "x", 0.0, 1.0, 0.1, 0.9),)
    (prior,) = read_priors(unit, {"x": {"family": family, "mean": 0.3, "sd": 0.1}})
    at = np.linspace(0.01, 0.99, 30)
    gaps = [prior.log_density(value) - prior.law.logpdf(value) for value in at]
    np.testing.assert_allclose(gaps, gaps[0], atol=1e-10)
    for value in (0.0, 1.0):
        expected = prior.law.logpdf(value)
        assert prior.log_density(value) == (pytest.approx(expected + gaps[0]) if np.isfinite(expected) else expected)


@pytest.mark.parametrize(
    ("stated", "complaint"),
    [
        ({"c": {"family": "uniform"}}, "priors.c: no such parameter"),
        ({"a": {"family": "normal", "mean": 0.0, "sd": 0.0}}, "priors.a: sd must be positive"),
        ({"a": {"family": "beta", "mean": 1.5, "sd": 0.1}}, "priors.a: no beta has mean 1.5"),
        ({"a": {"family": "beta", "mean": 0.5, "sd": 0.9}}, "priors.a: no beta"),
        ({"a": {"family": "gamma", "mean": -1.0, "sd": 0.1}}, "priors.a: a gamma needs a positive mean"),
        ({"a": {"family": "normal", "mean": 900.0, "sd": 0.1}}, "priors.a: it has no mass between -5 and 5"),
        ({"a": {"family": "cauchy", "mean": 0.0, "sd": 1.0}}, "priors.a: 'cauchy' is not one of"),
    ],
)
def test_a_prior_that_is_none_is_refused_by_name(stated, complaint):
    with pytest.raises(InvalidPrior, match=complaint):
        read_priors(PARAMETERS, stated)
