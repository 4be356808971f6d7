"""Kernels of the discrete choice of capital: saving by endogenous grid and upper envelope, and the choice itself."""

import numpy as np
import numpy.typing as npt
from numba import njit

from frictions.arrays import Array


@njit(cache=True, error_model="numpy")
def saving_problem(
    expected: Array,
    expected_slope: Array,
    bonds: Array,
    gross_rate: float,
    cash: Array,
    out_value: Array,
    out_bonds: Array,
) -> None:
    """Best b' and its value on a grid of cash, for one z and one k', by endogenous grid and upper envelope.

    Parameters
    ----------
    expected, expected_slope : (nb,) array
        Discounted expected value and its slope in b'.
    bonds : (nb,) array
    gross_rate : float
    cash : (nm,) array
        Cash before saving, increasing.
    out_value, out_bonds : (nm,) array
        Receive the value and the choice; value is minus infinity where nothing is feasible.
    """
    nb, nm = bonds.size, cash.size
    for m in range(nm):
        spent = cash[m] - bonds[0] / gross_rate
        out_value[m] = np.log(spent) + expected[0] if spent > 0.0 else -np.inf
        out_bonds[m] = bonds[0]
    lower = 1.0 / (gross_rate * expected_slope[0]) + bonds[0] / gross_rate
    for n in range(nb - 1):
        upper = 1.0 / (gross_rate * expected_slope[n + 1]) + bonds[n + 1] / gross_rate
        left, right = min(lower, upper), max(lower, upper)
        start = np.searchsorted(cash, left)
        for m in range(start, nm):
            if cash[m] > right and n < nb - 2:
                break
            share = (cash[m] - lower) / (upper - lower) if upper != lower else 0.0
            share = min(max(share, 0.0), 1.0)
            choice = bonds[n] + share * (bonds[n + 1] - bonds[n])
            spent = cash[m] - choice / gross_rate
            if spent > 0.0:
                value = np.log(spent) + expected[n] + share * (expected[n + 1] - expected[n])
                if value > out_value[m]:
                    out_value[m] = value
                    out_bonds[m] = choice
        lower = upper


@njit(cache=True, error_model="numpy")
def choice_step(
    value: Array,
    marginal_bond: Array,
    transition: Array,
    discount: float,
    gross_rate: float,
    capital: Array,
    bonds: Array,
    income: Array,
    cost: Array,
    cash: Array,
) -> tuple[Array, Array, Array, Array, npt.NDArray[np.int64]]:
    """One step of value iteration over the discrete k' and the continuous b'.

    Parameters
    ----------
    value, marginal_bond : (nz, nk, nb) array
        Next year's value and its slope in b.
    transition : (nz, nz) array
    discount, gross_rate : float
    capital, bonds : array
    income : (nz, nk) array
        Profit and sales of lemons.
    cost : (nk, nk) array
        Outlay on moving from k (row) to k' (column).
    cash : (nm,) array
        Increasing.

    Returns
    -------
    new_value, new_marginal_bond, consumption, bonds_next : (nz, nk, nb) array
    choice : (nz, nk, nb) int array
        Index of k'.
    """
    nz, nk, nb = value.shape
    nm = cash.size
    new_value = np.empty((nz, nk, nb))
    new_slope = np.empty((nz, nk, nb))
    consumption = np.empty((nz, nk, nb))
    bonds_next = np.empty((nz, nk, nb))
    choice = np.empty((nz, nk, nb), np.int64)
    expected = np.empty((nk, nb))
    slope = np.empty((nk, nb))
    saved_value = np.empty((nk, nm))
    saved_bonds = np.empty((nk, nm))
    best, best_share = np.empty(nb), np.empty(nb)
    best_m, best_n = np.empty(nb, np.int64), np.empty(nb, np.int64)
    for z in range(nz):
        expected[:] = 0.0
        slope[:] = 0.0
        for ahead in range(nz):
            expected += discount * transition[z, ahead] * value[ahead]
            slope += discount * transition[z, ahead] * marginal_bond[ahead]
        for m in range(nk):
            saving_problem(expected[m], slope[m], bonds, gross_rate, cash, saved_value[m], saved_bonds[m])
        for i in range(nk):
            best[:] = -np.inf
            for m in range(nk):
                # Cash rises along the bonds, so that its place on the grid is followed rather than searched for.
                n = 0
                for j in range(nb):
                    left = income[z, i] + bonds[j] - cost[i, m]
                    if left <= cash[0]:
                        continue
                    while n < nm - 2 and left >= cash[n + 1]:
                        n += 1
                    share = min((left - cash[n]) / (cash[n + 1] - cash[n]), 1.0)
                    found = saved_value[m, n] + share * (saved_value[m, n + 1] - saved_value[m, n])
                    if found > best[j]:
                        best[j], best_m[j], best_n[j], best_share[j] = found, m, n, share
            for j in range(nb):
                m, n = (best_m[j], best_n[j]) if best[j] > -np.inf else (0, 0)
                left = income[z, i] + bonds[j] - cost[i, m]
                saved = saved_bonds[m, n]
                if best[j] > -np.inf:
                    saved += best_share[j] * (saved_bonds[m, n + 1] - saved)
                spent = max(left - saved / gross_rate, 1e-7)
                # A penalty in utility where nothing is feasible; nobody ends up there.
                new_value[z, i, j] = best[j] if best[j] > -np.inf else np.log(1e-7) / (1.0 - discount)
                new_slope[z, i, j] = 1.0 / spent
                consumption[z, i, j] = spent
                bonds_next[z, i, j] = saved
                choice[z, i, j] = m
    return new_value, new_slope, consumption, bonds_next, choice
