"""Choices of entrepreneurs who buy or sell capital: curves in total resources, one for each price."""

import numpy as np
from numba import njit

from frictions.arrays import Array


@njit(cache=True, error_model="numpy")
def adjuster_curve(
    implied_consumption: Array,
    capital_value: Array,
    capital: Array,
    bonds: Array,
    gross_rate: float,
    price: float,
    out_k: Array,
    out_b: Array,
    out_x: Array,
) -> int:
    """Choices of those who adjust capital at `price`, as a curve in total resources.

    The adjustment cost is linear, so all who adjust at one price differ in total resources
    ``x = c + b' / R + price k'`` alone. The first stretch is at the borrowing limit, on the nodes of the capital
    grid; the second runs over the nodes of the bond grid; the last is at the top of the bond grid, again on the nodes
    of the capital grid, so that the problem stays concave under the bounds of the grid.

    Parameters
    ----------
    implied_consumption, capital_value : (nk, nb) array
        C and Q at one z.
    capital, bonds : array
        The grids.
    gross_rate, price : float
        R, and p or rho.
    out_k, out_b, out_x : (2 nk + nb,) array
        Receive k', b' and x along the curve, x increasing.

    Returns
    -------
    int
        Number of points written.
    """
    nk, nb = capital_value.shape
    count = 0
    # The marginal value falls in k'; the highest crossing is searched from the top, then followed along b'.
    node = nk - 1
    for j in range(nb):
        while node < nk - 1 and capital_value[node, j] > price:
            node += 1
        while node >= 0 and capital_value[node, j] <= price:
            node -= 1
        if node < 0:
            root, consumption = capital[0], implied_consumption[0, j]
        elif node == nk - 1:
            root, consumption = capital[nk - 1], implied_consumption[nk - 1, j]
        else:
            above, below = capital_value[node, j], capital_value[node + 1, j]
            share = (above - price) / (above - below)
            root = capital[node] + share * (capital[node + 1] - capital[node])
            consumption = implied_consumption[node, j] + share * (
                implied_consumption[node + 1, j] - implied_consumption[node, j]
            )
        if j == 0:
            for m in range(node + 1):
                if capital[m] < root:
                    out_k[count] = capital[m]
                    out_b[count] = bonds[0]
                    # Consumption from the capital condition, c = q / E[V_k'] = C q / Q.
                    spent = implied_consumption[m, 0] * price / capital_value[m, 0]
                    out_x[count] = spent + bonds[0] / gross_rate + price * capital[m]
                    count += 1
        out_k[count] = root
        out_b[count] = bonds[j]
        out_x[count] = consumption + bonds[j] / gross_rate + price * root
        count += 1
        node = max(node, 0)
    for m in range(nk):
        if capital[m] > out_k[count - 1]:
            spent = implied_consumption[m, nb - 1] * price / capital_value[m, nb - 1]
            out_k[count] = capital[m]
            out_b[count] = bonds[nb - 1]
            out_x[count] = spent + bonds[nb - 1] / gross_rate + price * capital[m]
            count += 1
    return count


@njit(cache=True, error_model="numpy")
def adjustment_thresholds(
    curve_k: Array,
    curve_x: Array,
    count: int,
    capital: Array,
    out: Array,
) -> None:
    """Total resources at which the curve passes each capital node; infinite beyond its end.

    Parameters
    ----------
    curve_k, curve_x : array
        The curve, `count` points long.
    count : int
    capital : (nk,) array
    out : (nk,) array
        Receives the thresholds.
    """
    point = 0
    for i in range(capital.size):
        while point < count - 1 and curve_k[point + 1] < capital[i]:
            point += 1
        if capital[i] <= curve_k[0]:
            out[i] = curve_x[0]
        elif point == count - 1:
            out[i] = np.inf
        else:
            share = (capital[i] - curve_k[point]) / (curve_k[point + 1] - curve_k[point])
            out[i] = curve_x[point] + share * (curve_x[point + 1] - curve_x[point])
