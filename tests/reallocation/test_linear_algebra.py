"""Kernels with a fixed order of operations: right, and the same whatever the number of BLAS threads."""

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frictions.reallocation.linear_algebra import back_substitute, factorise, matrix_product, weighted_sum

PROGRAM = """
import hashlib
import numpy as np
from frictions.reallocation.linearisation import linearise
from frictions.reallocation.parameters import Economy, Resolution
from frictions.reallocation.stationary import solve_stationary
from frictions.reallocation.transition import solve_transition
found = solve_stationary(Economy(), Resolution(bond_points=40))
path = solve_transition(linearise(found, 40), np.array([0.99, 0.991]))
digest = hashlib.sha256()
for array in (found.distribution, found.prices.as_array(), path.simulation.prices.stacked()):
    digest.update(np.ascontiguousarray(array).tobytes())
print(digest.hexdigest())
"""


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 90), st.integers(1, 90), st.integers(1, 90), st.integers(0, 2**32 - 1))
def test_product_equals_numpy(m, n, p, seed):
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    left, right = rng.standard_normal((m, n)), rng.standard_normal((n, p))
    assert matrix_product(left, right) == pytest.approx(left @ right, abs=1e-12)
    assert weighted_sum(left, left) == pytest.approx(np.vdot(left, left), rel=1e-13)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_factors_solve_the_system(n, seed):
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    matrix, target = rng.standard_normal((n, n)), rng.standard_normal(n)
    solution = back_substitute(*factorise(matrix), target)
    scale = np.abs(matrix).max() * max(np.abs(solution).max(), 1.0) * n
    assert np.max(np.abs(matrix @ solution - target)) < 1e-12 * scale


def test_zero_on_the_diagonal_is_pivoted_away():
    matrix = np.array([[0.0, 2.0], [3.0, 1.0]])
    assert back_substitute(*factorise(matrix), np.array([4.0, 5.0])) == pytest.approx([1.0, 2.0], abs=1e-15)


@pytest.mark.slow
def test_equilibrium_and_path_are_bit_identical_for_one_and_two_threads(project):
    digests = []
    for threads in ("1", "2"):
        environment = os.environ | {
            "OMP_NUM_THREADS": threads,
            "OPENBLAS_NUM_THREADS": threads,
            "MKL_NUM_THREADS": threads,
        }
        environment["PYTHONPATH"] = str(project / "src")
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
        )
        digests.append(run.stdout)
    assert digests[0] == digests[1]
