"""One backward step of the entrepreneur's problem, solved as the concave problem that it is.

Profit is concave in capital and the cost of adjustment is the larger of two linear functions of the adjustment, so
the first-order conditions of (2.15) to (2.18) are necessary and sufficient: no upper envelope is needed. With C the
consumption at which the bond condition holds and Q the marginal value of capital in goods, both functions of
(z, k', b'), an entrepreneur who adjusts at price q sits on the curve Q = q, and one who is inactive has
k' = (1 - delta) k, which is a node of the grid.
"""

import numpy as np
from numba import njit

from frictions.arrays import Array

CONSUMPTION_FLOOR = 1e-7
"""Consumption where no plan is feasible (little capital at the borrowing limit); no entrepreneur ends up there."""

# All kernels that call each other share this file: numba's cache notices a change in a caller's file only.


@njit(cache=True, error_model="numpy")
def expected_marginal_values(
    marginal_bond: Array, marginal_capital: Array, transition: Array, discount: float, gross_rate: float
) -> tuple[Array, Array]:
    """Consumption implied by the bond condition, and the marginal value of capital in goods.

    Parameters
    ----------
    marginal_bond, marginal_capital : (nz, nk, nb) array
        V_b and V_k of next year.
    transition : (nz, nz) array
    discount, gross_rate : float
        beta and R.

    Returns
    -------
    implied_consumption : (nz, nk, nb) array
        C = 1 / (beta R E[V_b']) at (z, k', b').
    capital_value : (nz, nk, nb) array
        Q = E[V_k'] / (R E[V_b']).
    """
    nz, nk, nb = marginal_bond.shape
    size = nk * nb
    bond = marginal_bond.reshape(nz, size)
    capital = marginal_capital.reshape(nz, size)
    implied_consumption = np.empty((nz, size))
    capital_value = np.empty((nz, size))
    for z in range(nz):
        row_bond, row_capital = implied_consumption[z], capital_value[z]
        for n in range(size):
            row_bond[n] = 0.0
            row_capital[n] = 0.0
        for ahead in range(nz):
            weight = discount * transition[z, ahead]
            from_bond, from_capital = bond[ahead], capital[ahead]
            for n in range(size):
                row_bond[n] += weight * from_bond[n]
                row_capital[n] += weight * from_capital[n]
        for n in range(size):
            consumption = 1.0 / (gross_rate * row_bond[n])
            row_bond[n] = consumption
            row_capital[n] *= consumption
    return implied_consumption.reshape(nz, nk, nb), capital_value.reshape(nz, nk, nb)


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
def adjustment_thresholds(curve_k: Array, curve_x: Array, count: int, capital: Array, out: Array) -> None:
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


@njit(cache=True, error_model="numpy")
def backward_step(
    marginal_bond: Array,
    marginal_capital: Array,
    transition: Array,
    capital: Array,
    bonds: Array,
    revenue: Array,
    alignment: int,
    discount: float,
    depreciation: float,
    lemon_rate: float,
    profit_exponent: float,
    scale: float,
    price_used: float,
    bundle_price: float,
    gross_rate: float,
) -> tuple[Array, Array, Array, Array, Array]:
    """Policies of one year and marginal values at its start, given next year's marginal values.

    Parameters
    ----------
    marginal_bond, marginal_capital : (nz, nk, nb) array
        V_b and V_k of next year.
    transition : (nz, nz) array
        Probabilities of next year's productivity.
    capital, bonds : array
        Grids of k and b.
    revenue : (nz, nk) array
        ``(z k**alpha)**(1 / (1 - gamma))``.
    alignment : int
        Nodes that inaction moves capital down.
    discount, depreciation, lemon_rate, profit_exponent : float
        beta, delta, lambda and alpha / (1 - gamma).
    scale, price_used, bundle_price, gross_rate : float
        Profit per unit of `revenue`, p, rho and R.

    Returns
    -------
    capital_next, bonds_next, consumption : (nz, nk, nb) array
        Policies k', b' and c.
    marginal_bond_now, marginal_capital_now : (nz, nk, nb) array
        V_b and V_k at the start of the year, by the envelope conditions.
    """
    nz, nk, nb = marginal_bond.shape
    implied_consumption, capital_value = expected_marginal_values(
        marginal_bond, marginal_capital, transition, discount, gross_rate
    )
    capital_next = np.empty((nz, nk, nb))
    bonds_next = np.empty((nz, nk, nb))
    consumption = np.empty((nz, nk, nb))
    marginal_bond_now = np.empty((nz, nk, nb))
    marginal_capital_now = np.empty((nz, nk, nb))
    # The curves of buyers (first) and sellers: k', b' and x.
    curves = np.empty((2, 3, 2 * nk + nb))
    thresholds = np.empty((2, nk))
    counts = np.empty(2, np.int64)
    buy_k, buy_b, buy_x = curves[0, 0], curves[0, 1], curves[0, 2]
    sell_k, sell_b, sell_x = curves[1, 0], curves[1, 1], curves[1, 2]
    buy_above, sell_below = thresholds[0], thresholds[1]
    left = 1.0 - depreciation
    for z in range(nz):
        for side in range(2):
            out_k, out_b, out_x = curves[side, 0], curves[side, 1], curves[side, 2]
            price = bundle_price if side == 0 else price_used
            count = adjuster_curve(
                implied_consumption[z], capital_value[z], capital, bonds, gross_rate, price, out_k, out_b, out_x
            )
            adjustment_thresholds(out_k, out_x, count, capital, thresholds[side])
            counts[side] = count
        buy_count, sell_count = counts[0], counts[1]
        for i in range(nk):
            profit = scale * revenue[z, i]
            return_on_capital = profit_exponent * profit / capital[i] + lemon_rate * price_used
            income = profit + price_used * lemon_rate * capital[i]
            kept = max(i - alignment, 0)
            # Below the grid depreciated capital is topped up to the lowest node, at the price of the bundle.
            top_up = 0.0 if i >= alignment else bundle_price * (capital[0] - left * capital[i])
            buy_income = income + bundle_price * left * capital[i]
            sell_income = income + price_used * left * capital[i]

            j = 0
            point = 0
            if i >= alignment:
                while j < nb and sell_income + bonds[j] < sell_below[kept]:
                    x = sell_income + bonds[j]
                    while point < sell_count - 2 and sell_x[point + 1] < x:
                        point += 1
                    if x <= sell_x[0]:
                        k_choice, b_choice = sell_k[0], sell_b[0]
                    else:
                        share = min((x - sell_x[point]) / (sell_x[point + 1] - sell_x[point]), 1.0)
                        k_choice = sell_k[point] + share * (sell_k[point + 1] - sell_k[point])
                        b_choice = sell_b[point] + share * (sell_b[point + 1] - sell_b[point])
                    spent = max(x - b_choice / gross_rate - price_used * k_choice, CONSUMPTION_FLOOR)
                    capital_next[z, i, j] = k_choice
                    bonds_next[z, i, j] = b_choice
                    consumption[z, i, j] = spent
                    marginal_bond_now[z, i, j] = 1.0 / spent
                    marginal_capital_now[z, i, j] = (return_on_capital + left * price_used) / spent
                    j += 1

            implied, value = implied_consumption[z, kept], capital_value[z, kept]
            first_cash = implied[0] + bonds[0] / gross_rate
            last_cash = implied[nb - 1] + bonds[nb - 1] / gross_rate
            point = 0
            while j < nb and buy_income + bonds[j] <= buy_above[kept]:
                cash = income + bonds[j] - top_up
                if cash <= first_cash or cash >= last_cash:
                    end = 0 if cash <= first_cash else nb - 1
                    b_choice = bonds[end]
                    spent = max(cash - b_choice / gross_rate, CONSUMPTION_FLOOR)
                    # At an end of the bond grid the shadow price is c E[V_k'] = c Q / C.
                    shadow = spent * value[end] / implied[end]
                else:
                    while point < nb - 2 and implied[point + 1] + bonds[point + 1] / gross_rate < cash:
                        point += 1
                    lower = implied[point] + bonds[point] / gross_rate
                    upper = implied[point + 1] + bonds[point + 1] / gross_rate
                    share = (cash - lower) / (upper - lower)
                    b_choice = bonds[point] + share * (bonds[point + 1] - bonds[point])
                    spent = max(cash - b_choice / gross_rate, CONSUMPTION_FLOOR)
                    shadow = value[point] + share * (value[point + 1] - value[point])
                shadow = min(max(shadow, price_used), bundle_price)
                capital_next[z, i, j] = capital[kept]
                bonds_next[z, i, j] = b_choice
                consumption[z, i, j] = spent
                marginal_bond_now[z, i, j] = 1.0 / spent
                marginal_capital_now[z, i, j] = (return_on_capital + left * shadow) / spent
                j += 1

            point = 0
            while j < nb:
                x = buy_income + bonds[j]
                while point < buy_count - 2 and buy_x[point + 1] < x:
                    point += 1
                share = min((x - buy_x[point]) / (buy_x[point + 1] - buy_x[point]), 1.0)
                k_choice = buy_k[point] + share * (buy_k[point + 1] - buy_k[point])
                b_choice = buy_b[point] + share * (buy_b[point + 1] - buy_b[point])
                spent = max(x - b_choice / gross_rate - bundle_price * k_choice, CONSUMPTION_FLOOR)
                capital_next[z, i, j] = k_choice
                bonds_next[z, i, j] = b_choice
                consumption[z, i, j] = spent
                marginal_bond_now[z, i, j] = 1.0 / spent
                marginal_capital_now[z, i, j] = (return_on_capital + left * bundle_price) / spent
                j += 1
    return capital_next, bonds_next, consumption, marginal_bond_now, marginal_capital_now
