"""Which points a sweep has, how they are shared out, and what is refused before anything runs."""

import itertools

import pytest

from frictions.sweeps.grid import BadSweep, chunk_count, grid_points, points_of_chunk
from frictions.sweeps.settings import MODELS, check_sweep

BASES = {
    "calvo": {"table_1_1": {"policy": "interest_rate", "shock": 0.15, "parameters": {"xi_p": 0.5, "phi_pi": 2.0}}},
    "efficiency": {"settings": {"parameters": {"eta": 0.5, "gamma": 1.0}, "efficiencies": [0.1]}},
}
SWEEP = {
    "model": "calvo",
    "base": "table_1_1",
    "grid": {"xi_p": [0.2, 0.4], "phi_pi": {"from": 1.5, "to": 2.5, "points": 3}},
    "outputs": ["moments"],
    "draw": ["moments.corr_IS_S"],
    "points_per_job": 4,
}


def test_the_grid_is_every_combination_with_the_last_parameter_fastest():
    points = check_sweep("mine", SWEEP, BASES).points
    expected = itertools.product([0.2, 0.4], [1.5, 2.0, 2.5])
    assert [(point["xi_p"], point["phi_pi"]) for point in points] == list(expected)


def test_evenly_spaced_values_are_the_decimals_they_look_like():
    values = [point["a"] for point in grid_points("mine", {"a": {"from": 0.1, "to": 0.9, "points": 9}})]
    assert values == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]


def test_logarithmic_values_grow_by_a_constant_factor_and_end_where_they_should():
    values = [p["a"] for p in grid_points("mine", {"a": {"from": 0.25, "to": 4.0, "points": 5, "spacing": "log"}})]
    assert values == pytest.approx([0.25, 0.5, 1.0, 2.0, 4.0], rel=1e-14)
    assert (values[0], values[-1]) == (0.25, 4.0)


@pytest.mark.parametrize("points", [1, 6, 7, 1000])
@pytest.mark.parametrize("points_per_job", [1, 3, 7, 5000])
def test_every_point_is_in_exactly_one_job(points, points_per_job):
    jobs = [points_of_chunk(points, points_per_job, job) for job in range(chunk_count(points, points_per_job))]
    assert [number for job in jobs for number in job] == list(range(points))
    assert all(1 <= len(job) <= points_per_job for job in jobs)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"model": "calvos"}, "sweep.mine.model: unknown 'calvos'; did you mean 'calvo'?"),
        ({"base": "table_9_9"}, "sweep.mine.base: unknown 'table_9_9'"),
        ({"base": None}, "sweep.mine.base: missing"),
        ({"grid": {"xi_pp": [0.1]}}, "sweep.mine.grid: unknown 'xi_pp'; did you mean 'xi_p'?"),
        ({"grid": {"policy": [1.0]}}, "sweep.mine.grid: unknown 'policy'"),
        ({"set": {"sigma": 1.0}}, "sweep.mine.set: unknown 'sigma'"),
        ({"set": {"xi_p": 0.3}}, "sweep.mine.set: xi_p varies in the grid"),
        ({"mode": "median"}, "sweep.mine.mode: unknown 'median'"),
        ({"outputs": ["moment"]}, "sweep.mine.outputs: unknown 'moment'"),
        ({"draw": ["responses.output.1"]}, "sweep.mine.draw: unknown 'responses'"),
        ({"grid": {"xi_p": [0.2, 0.2]}}, "sweep.mine.grid.xi_p"),
        ({"grid": {"xi_p": [float("inf")]}}, "sweep.mine.grid.xi_p"),
        ({"grid": {"xi_p": {"from": 0.0, "to": 1.0, "points": 3, "spacing": "log"}}}, "sweep.mine.grid.xi_p"),
        ({"grid": {}}, "sweep.mine: it varies no parameter"),
    ],
)
def test_what_a_sweep_cannot_have_is_refused_by_name(change, named):
    with pytest.raises(BadSweep) as refused:
        check_sweep("mine", {**SWEEP, **change}, BASES)
    assert named in str(refused.value)


def test_a_model_without_experiments_starts_from_the_configuration():
    settings = {
        **SWEEP,
        "model": "efficiency",
        "grid": {"eta": [0.3]},
        "outputs": ["stationary"],
        "draw": ["stationary.x"],
    }
    sweep = check_sweep("mine", {name: value for name, value in settings.items() if name != "base"}, BASES)
    assert (sweep.base, sweep.mode) == (None, "exogenous")
    with pytest.raises(BadSweep, match=r"sweep\.mine\.base"):
        check_sweep("mine", settings, BASES)


def test_every_model_of_the_settings_has_its_script(project):
    for model in MODELS:
        assert (project / f"scripts/sweep_{model}.py").is_file()
        assert (project / f"src/frictions/sweeps/{model}.py").is_file()
