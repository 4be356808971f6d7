"""Kernels of the discrete choice of capital: saving by endogenous grid and upper envelope, and the choice itself."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from numba import njit

from frictions.arrays import Array

Cells: TypeAlias = npt.NDArray[np.uint16]
"""Places on the grid of cash."""


@njit(cache=True, error_model="numpy")
def saving_problem(
    expected: Array,
    expected_slope: Array,
    bonds: Array,
    gross_rate: float,
    cash: Array,
    at_limit: Array,
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
    at_limit : (nm,) array
        This year's utility at the borrowing limit; minus infinity where that leaves nothing to eat.
    out_value, out_bonds : (nm,) array
        Receive the value and the choice; value is minus infinity where nothing is feasible.
    """
    nb, nm = bonds.size, cash.size
    for m in range(nm):
        out_value[m] = at_limit[m] + expected[0]
        out_bonds[m] = bonds[0]
    lower = 1.0 / (gross_rate * expected_slope[0]) + bonds[0] / gross_rate
    start = 0
    for n in range(nb - 1):
        upper = 1.0 / (gross_rate * expected_slope[n + 1]) + bonds[n + 1] / gross_rate
        left, right = min(lower, upper), max(lower, upper)
        while start < nm and cash[start] < left:
            start += 1
        while start > 0 and cash[start - 1] >= left:
            start -= 1
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
def locate_cash(income: Array, cost: Array, bonds: Array, cash: Array, near: Cells) -> Cells:
    """Node at or below the cash that each state and k' leave, at most the last but one.

    Parameters
    ----------
    income : (nz, nk) array
    cost : (nk, nk) array
    bonds : (nb,) array
    cash : (nm,) array
        As in `choice_step`.
    near : (nz, nk, nk, nb) uint16 array
        Where each search starts: the result at similar prices.

    Returns
    -------
    (nz, nk, nk, nb) uint16 array
        By z, k, k' and b; zero where less is left than the grid covers.
    """
    nz, nk = income.shape
    nb, last = bonds.size, cash.size - 2
    cells = np.empty((nz, nk, nk, nb), np.uint16)
    for z in range(nz):
        for i in range(nk):
            for m in range(nk):
                outlay, places, starts = cost[i, m], cells[z, i, m], near[z, i, m]
                for j in range(nb):
                    left = income[z, i] + bonds[j] - outlay
                    n = np.int64(starts[j])
                    while n < last and left >= cash[n + 1]:
                        n += 1
                    while n > 0 and left < cash[n]:
                        n -= 1
                    places[j] = n
    return cells


@njit(cache=True, error_model="numpy")
def choice_step(
    value: Array,
    marginal_bond: Array,
    transition: Array,
    discount: float,
    gross_rate: float,
    bonds: Array,
    income: Array,
    cost: Array,
    cash: Array,
    cells: Cells,
) -> tuple[Array, Array, Array, Array, npt.NDArray[np.int64]]:
    """One step of value iteration over the discrete k' and the continuous b'.

    Parameters
    ----------
    value, marginal_bond : (nz, nk, nb) array
        Next year's value and its slope in b.
    transition : (nz, nz) array
    discount, gross_rate : float
    bonds : array
    income : (nz, nk) array
        Profit and sales of lemons.
    cost : (nk, nk) array
        Outlay on moving from k (row) to k' (column).
    cash : (nm,) array
        Increasing.
    cells : (nz, nk, nk, nb) uint16 array
        From `locate_cash`.

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
    best, best_share, at_limit = np.empty(nb), np.empty(nb), np.empty(nm)
    best_m, best_n = np.empty(nb, np.int64), np.empty(nb, np.int64)
    for n in range(nm):
        spent = cash[n] - bonds[0] / gross_rate
        at_limit[n] = np.log(spent) if spent > 0.0 else -np.inf
    for z in range(nz):
        for m in range(nk):
            for j in range(nb):
                expected[m, j] = 0.0
                slope[m, j] = 0.0
        for ahead in range(nz):
            weight = discount * transition[z, ahead]
            for m in range(nk):
                for j in range(nb):
                    expected[m, j] += weight * value[ahead, m, j]
                    slope[m, j] += weight * marginal_bond[ahead, m, j]
        for m in range(nk):
            saving_problem(expected[m], slope[m], bonds, gross_rate, cash, at_limit, saved_value[m], saved_bonds[m])
        for i in range(nk):
            for j in range(nb):
                best[j] = -np.inf
            for m in range(nk):
                # The more bonds, the more is left: those who cannot afford this k' come first.
                outlay, places, values = cost[i, m], cells[z, i, m], saved_value[m]
                reach = 0
                while reach < nb and income[z, i] + bonds[reach] - outlay <= cash[0]:
                    reach += 1
                for j in range(reach, nb):
                    left = income[z, i] + bonds[j] - outlay
                    n = places[j]
                    share = min((left - cash[n]) / (cash[n + 1] - cash[n]), 1.0)
                    found = values[n] + share * (values[n + 1] - values[n])
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
