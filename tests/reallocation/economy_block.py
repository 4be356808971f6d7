"""The economy as blocks of the sequence-jacobian package, around the same backward step; an oracle for the tests."""

import numpy as np
from sequence_jacobian import create_model, het, simple

from frictions.reallocation.backward import backward_step


def start_values(revenue, scale, k_grid, b_grid, p, delta, power):
    profit = scale * revenue[:, :, None]
    vb = 1 / np.maximum(0.3 * (profit + 0.1 * (b_grid - b_grid[0]) + 0.05 * k_grid[:, None]), 1e-3)
    vk = vb * (power * profit / k_grid[:, None] + (1 - delta) * p)
    return vb, vk


# The package reads inputs and outputs from the source text of a block, hence the single-line signatures and returns.
# fmt: off
@het(exogenous="Pi", policy=["k", "b"], backward=["vb", "vk"], backward_init=start_values)
def entrepreneurs(vb_p, vk_p, k_grid, b_grid, revenue, alignment, discount, delta, lemon_rate, power, scale, p, rho, R):
    # The package hands over expectations; an identity transition keeps the step from taking them twice.
    identity = np.eye(revenue.shape[0])
    arguments = (k_grid, b_grid, revenue, int(alignment), discount, delta, lemon_rate, power, scale, p, rho, R)
    k, b, c, vb, vk = backward_step(np.ascontiguousarray(vb_p), np.ascontiguousarray(vk_p), identity, *arguments)
    return vb, vk, k, b, c


def good_sales(k, k_grid, delta):
    left = (1 - delta) * k_grid[:, None]
    sold = np.where(left - k > 1e-12 * left, left - k, 0.0)
    return sold


def revenue_in_states(k, revenue):
    shape = revenue[:, :, None] + 0.0 * k
    return shape


@simple
def given_prices(p, lam_m, w, Z, gamma, lemon_rate, eta, eps):
    rho = (eta * (1 / (1 - lemon_rate)) ** (1 - eps) + (1 - eta) * (p / (1 - lam_m)) ** (1 - eps)) ** (1 / (1 - eps))
    scale = (1 - gamma) * (gamma / w) ** (gamma / (1 - gamma)) * Z ** (1 / (1 - gamma))
    return rho, scale


@simple
def markets(p, rho, lam_m, w, K, SOLD, SHAPE, B, scale, gamma, lemon_rate, eta, eps, delta, psi, theta):
    Y = scale * SHAPE / (1 - gamma)
    G = K - (1 - delta) * K(-1) + SOLD
    reallocation = lemon_rate * K(-1) + SOLD
    used = (1 - eta) * (1 - lam_m) ** (eps - 1) * (p / rho) ** (-eps) * G
    investment = eta * (1 - lemon_rate) ** (eps - 1) * rho ** eps * G
    F1 = (used - reallocation) / G
    F2 = lam_m - lemon_rate * K(-1) / reallocation
    F3 = 1 - (w / psi) ** (1 / theta) / (gamma * Y / w)
    F4 = B / Y
    return Y, G, reallocation, investment, F1, F2, F3, F4
# fmt: on


model = create_model(
    [given_prices, entrepreneurs.add_hetoutputs([good_sales, revenue_in_states]), markets], name="reallocation"
)


def oracle_steady_state(found):
    """The package's stationary equilibrium at the prices of ours."""
    economy, space, prices = found.economy, found.space, found.prices
    return model.steady_state(
        {
            "p": prices.price_used,
            "lam_m": prices.lemon_share,
            "w": prices.wage,
            "R": prices.gross_rate,
            "Z": economy.aggregate_productivity,
            "gamma": economy.labor_exponent,
            "lemon_rate": economy.lemon_rate,
            "eta": economy.new_weight,
            "eps": economy.substitution,
            "delta": economy.depreciation,
            "psi": economy.labor_disutility,
            "theta": economy.inverse_frisch,
            "discount": economy.discount_factor,
            "power": economy.profit_exponent,
            "alignment": space.alignment,
            "k_grid": space.capital,
            "b_grid": space.bonds,
            "revenue": space.revenue,
            "Pi": space.transition,
        }
    )
