"""Plain-numpy twins of the compiled kernels: the same economics, written with whole arrays and library routines."""

import numpy as np


def plain_backward_step(found, marginal_bond, marginal_capital, scale, price_used, cost, gross_rate):
    """Policies and marginal values of one year; argument and result order as in the compiled kernel."""
    economy, space = found.economy, found.space
    capital, bonds, s = space.capital, space.bonds, space.alignment
    nz, nk, nb = marginal_bond.shape
    left = 1.0 - economy.depreciation
    weights = economy.discount_factor * space.transition
    implied = 1.0 / (gross_rate * np.einsum("zy,ykb->zkb", weights, marginal_bond))
    value = np.einsum("zy,ykb->zkb", weights, marginal_capital) * implied

    def curve(z, price):
        root, spent = np.empty(nb), np.empty(nb)
        for j in range(nb):
            above = np.flatnonzero(value[z, :, j] > price)
            if above.size == 0:
                root[j], spent[j] = capital[0], implied[z, 0, j]
            elif above[-1] == nk - 1:
                root[j], spent[j] = capital[-1], implied[z, -1, j]
            else:
                i = above[-1]
                pair = slice(i + 1, i - 1 if i else None, -1)
                root[j] = np.interp(price, value[z, pair, j], capital[pair])
                spent[j] = np.interp(price, value[z, pair, j], implied[z, pair, j])
        x = spent + bonds / gross_rate + price * root
        low, high = capital[capital < root[0]], capital[capital > root[-1]]
        low_spent = (implied[z, :, 0] * price / value[z, :, 0])[: low.size]
        high_spent = (implied[z, :, -1] * price / value[z, :, -1])[nk - high.size :]
        k = np.concatenate([low, root, high])
        b = np.concatenate([np.full(low.size, bonds[0]), bonds, np.full(high.size, bonds[-1])])
        x_low = low_spent + bonds[0] / gross_rate + price * low
        x_high = high_spent + bonds[-1] / gross_rate + price * high
        return k, b, np.concatenate([x_low, x, x_high])

    out = [np.empty((nz, nk, nb)) for _ in range(5)]
    kept = np.maximum(np.arange(nk) - s, 0)
    top_up = np.where(np.arange(nk) >= s, 0.0, cost * (capital[0] - left * capital))
    for z in range(nz):
        profit = scale * space.revenue[z]
        income = (profit + price_used * economy.lemon_rate * capital)[:, None]
        product = (economy.profit_exponent * profit / capital + economy.lemon_rate * price_used)[:, None]
        buy_k, buy_b, buy_x = curve(z, cost)
        sell_k, sell_b, sell_x = curve(z, price_used)
        buy_from = np.interp(capital, buy_k, buy_x, left=buy_x[0], right=np.inf)[kept][:, None]
        sell_to = np.interp(capital, sell_k, sell_x, left=sell_x[0], right=np.inf)[kept][:, None]
        x_buy = income + bonds + cost * left * capital[:, None]
        x_sell = income + bonds + price_used * left * capital[:, None]
        buying = x_buy > buy_from
        selling = (x_sell < sell_to) & (np.arange(nk) >= s)[:, None]
        buying &= ~selling

        cash = income + bonds - top_up[:, None]
        stay_b, shadow = np.empty((nk, nb)), np.empty((nk, nb))
        for i in range(nk):
            row, worth = implied[z, kept[i]], value[z, kept[i]]
            needed = row + bonds / gross_rate
            stay_b[i] = np.interp(cash[i], needed, bonds)
            shadow[i] = np.interp(cash[i], needed, worth)
            ends = np.where(cash[i] <= needed[0], 0, nb - 1)
            outside = (cash[i] <= needed[0]) | (cash[i] >= needed[-1])
            rest = np.maximum(cash[i] - bonds[ends] / gross_rate, 1e-7)
            shadow[i] = np.where(outside, rest * worth[ends] / row[ends], shadow[i])
        k_next = np.where(
            buying,
            np.interp(x_buy, buy_x, buy_k),
            np.where(selling, np.interp(x_sell, sell_x, sell_k), capital[kept][:, None]),
        )
        b_next = np.where(
            buying, np.interp(x_buy, buy_x, buy_b), np.where(selling, np.interp(x_sell, sell_x, sell_b), stay_b)
        )
        spent = np.where(
            buying,
            x_buy - b_next / gross_rate - cost * k_next,
            np.where(selling, x_sell - b_next / gross_rate - price_used * k_next, cash - b_next / gross_rate),
        )
        spent = np.maximum(spent, 1e-7)
        price = np.where(buying, cost, np.where(selling, price_used, np.clip(shadow, price_used, cost)))
        results = (k_next, b_next, spent, 1.0 / spent, (product + left * price) / spent)
        for array, result in zip(out, results, strict=True):
            array[z] = result
    return out


def plain_lottery(policy, grid):
    """Lower node and share of the upper node."""
    node = np.clip(np.searchsorted(grid, policy, side="right") - 1, 0, grid.size - 2)
    return node, (policy - grid[node]) / (grid[node + 1] - grid[node])


def plain_forward(distribution, node_k, node_b, share_k, share_b, transition):
    """Distribution one year ahead."""
    moved = np.zeros_like(distribution)
    z = np.broadcast_to(np.arange(distribution.shape[0])[:, None, None], distribution.shape)
    for up_k in (0, 1):
        for up_b in (0, 1):
            odds = (share_k if up_k else 1.0 - share_k) * (share_b if up_b else 1.0 - share_b)
            np.add.at(moved, (z, node_k + up_k, node_b + up_b), distribution * odds)
    return np.einsum("zy,zkb->ykb", transition, moved)


def plain_expectation(values, node_k, node_b, share_k, share_b, transition):
    """Expectation of next year's values in each state."""
    ahead = np.einsum("zy,ykb->zkb", transition, values)
    z = np.broadcast_to(np.arange(values.shape[0])[:, None, None], values.shape)
    low = ahead[z, node_k, node_b] * (1.0 - share_b) + ahead[z, node_k, node_b + 1] * share_b
    high = ahead[z, node_k + 1, node_b] * (1.0 - share_b) + ahead[z, node_k + 1, node_b + 1] * share_b
    return low * (1.0 - share_k) + high * share_k
