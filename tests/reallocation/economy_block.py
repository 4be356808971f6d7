"""The economy as blocks of the sequence-jacobian package, around the same backward step; an oracle for the tests."""

import numpy as np
from sequence_jacobian import create_model, het, simple

from frictions.reallocation.backward import backward_step


def first_guess(capital, bonds, revenue, Vb_guess, Vk_guess):
    Vb = Vb_guess
    Vk = Vk_guess
    return Vb, Vk


@het(exogenous="Pi", policy=["k", "b"], backward=["Vb", "Vk"], backward_init=first_guess)
def entrepreneurs(Vb_p, Vk_p, Pi, k_grid, b_grid, revenue, alignment, discount, delta, lemons, exponent, scale, p, rho, R):
    # The package hands over expectations; an identity transition keeps the step from taking them twice.
    k, b, c, Vb, Vk = backward_step(
        Vb_p, Vk_p, np.eye(Pi.shape[0]), k_grid, b_grid, revenue, alignment, discount, delta, lemons, exponent, scale, p, rho, R
    )
    return Vb, Vk, k, b, c


def sales(k, k_grid, delta):
    left = (1 - delta) * k_grid[:, None]
    sold = np.where(left - k > 1e-12 * left, left - k, 0.0)
    return sold


def revenues(revenue, k):
    shape = np.broadcast_to(revenue[:, :, None], k.shape) + 0.0 * k
    return shape


@simple
def prices(p, lam_m, w, Z, gamma, lemons, eta, eps):
    rho = (eta * (1 / (1 - lemons)) ** (1 - eps) + (1 - eta) * (p / (1 - lam_m)) ** (1 - eps)) ** (1 / (1 - eps))
    scale = (1 - gamma) * (gamma / w) ** (gamma / (1 - gamma)) * Z ** (1 / (1 - gamma))
    return rho, scale


@simple
def markets(p, rho, lam_m, w, K, SOLD, SHAPE, B, scale, gamma, lemons, eta, eps, delta, psi, theta):
    capital = K(-1)
    Y = scale * SHAPE / (1 - gamma)
    N = gamma * Y / w
    G = K - (1 - delta) * capital + SOLD
    supply = lemons * capital + SOLD
    used = (1 - eta) * (1 - lam_m) ** (eps - 1) * (p / rho) ** (-eps) * G
    I_new = eta * (1 - lemons) ** (eps - 1) * rho**eps * G
    reallocation = supply
    F1 = (used - supply) / G
    F2 = lam_m - lemons * capital / supply
    F3 = 1 - (w / psi) ** (1 / theta) / N
    F4 = B / Y
    return Y, N, G, I_new, reallocation, F1, F2, F3, F4


entrepreneurs = entrepreneurs.add_hetoutputs([sales_out := sales, revenues])
model = create_model([prices, entrepreneurs, markets], name="reallocation")
