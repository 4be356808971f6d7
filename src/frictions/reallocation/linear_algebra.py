"""Matrix products and linear systems in one fixed order of operations, whatever the number of BLAS threads.

A threaded BLAS splits its sums by the number of threads, so the last bits of a result would depend on the machine's
settings. These kernels are as fast as one BLAS thread to within a small factor at the sizes that occur here.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from frictions.arrays import Array

BLOCK = 24
"""Rows of the right factor that stay in the fastest memory together."""


def weighted_sum(weights: Array, values: Array) -> float:
    """Sum of the products of two arrays of one shape."""
    return float(np.sum(weights * values))


@njit(cache=True, error_model="numpy")
def matrix_product(
    left: Array,
    right: Array,
) -> Array:
    """Product of an (m, n) and an (n, p) array."""
    m, n = left.shape
    p = right.shape[1]
    out = np.zeros((m, p))
    for start in range(0, n, BLOCK):
        stop = min(start + BLOCK, n)
        for i in range(m):
            row = out[i]
            k = start
            # Four terms at a time, added one after the other: the order of the sum is the same, the row is read less.
            while k + 3 < stop:
                first, second, third, fourth = left[i, k], left[i, k + 1], left[i, k + 2], left[i, k + 3]
                row_1, row_2, row_3, row_4 = right[k], right[k + 1], right[k + 2], right[k + 3]
                for j in range(p):
                    row[j] = row[j] + first * row_1[j] + second * row_2[j] + third * row_3[j] + fourth * row_4[j]
                k += 4
            while k < stop:
                first, row_1 = left[i, k], right[k]
                for j in range(p):
                    row[j] += first * row_1[j]
                k += 1
    return out


@njit(cache=True, error_model="numpy")
def factorise(
    matrix: Array,
) -> tuple[Array, npt.NDArray[np.int64]]:
    """Factor a square matrix into triangles with partial pivoting.

    Parameters
    ----------
    matrix : (n, n) array

    Returns
    -------
    factors : (n, n) array
        Unit lower triangle and upper triangle in one array.
    order : (n,) int array
        Order of the rows.
    """
    factors = matrix.copy()
    n = factors.shape[0]
    order = np.arange(n)
    for k in range(n):
        best = k
        for i in range(k + 1, n):
            if abs(factors[i, k]) > abs(factors[best, k]):
                best = i
        if best != k:
            for j in range(n):
                factors[k, j], factors[best, j] = factors[best, j], factors[k, j]
            order[k], order[best] = order[best], order[k]
        pivot = factors[k]
        for i in range(k + 1, n):
            row = factors[i]
            factor = row[k] / pivot[k]
            row[k] = factor
            for j in range(k + 1, n):
                row[j] -= factor * pivot[j]
    return factors, order


@njit(cache=True, error_model="numpy")
def back_substitute(
    factors: Array,
    order: npt.NDArray[np.int64],
    target: Array,
) -> Array:
    """Solve a linear system from the result of `factorise`; `target` and the solution are (n,) arrays."""
    n = target.size
    out = np.empty(n)
    for i in range(n):
        total = target[order[i]]
        for j in range(i):
            total -= factors[i, j] * out[j]
        out[i] = total
    for i in range(n - 1, -1, -1):
        total = out[i]
        for j in range(i + 1, n):
            total -= factors[i, j] * out[j]
        out[i] = total / factors[i, i]
    return out
