"""Each shared equation against its nonlinear counterpart, and the wage curve against unions' choices."""

from dataclasses import replace

import numpy as np
import pytest

from frictions.inventory.common_block import VARIABLES, common_equations, wage_phillips_curve
from frictions.inventory.demand import stock_out
from frictions.inventory.steady_state import steady_state


def nonlinear_residuals(parameters, steady, now, ahead, behind, technology, shock):
    """Residuals of the level equations; arguments are dictionaries of log deviations."""
    p, s = parameters, steady
    star = {
        "consumption": s.consumption,
        "marginal_utility": s.marginal_utility,
        "output": s.output,
        "final_good": s.final_good,
        "sales": s.sales,
        "stock": s.stock,
        "inventories": s.inventories,
        "relative_price": s.price,
        "inflation": 1.0,
        "real_marginal_cost": s.marginal_cost,
        "real_wage": s.wage,
        "nominal_rate": 1.0 / p.beta,
    }
    x, x_ahead, x_behind = (
        {name: star[name] * np.exp(values[name]) for name in VARIABLES} for values in (now, ahead, behind)
    )
    threshold = x["stock"] * x["relative_price"] ** p.theta / x["final_good"]
    demand = stock_out(threshold, p.theta, p.sigma_v)
    habit = x["consumption"] - p.h * x_behind["consumption"]
    spending = x["consumption"] + p.g_star * x["output"]
    income = x["final_good"] if s.accounting == "exact" else x["relative_price"] * x["sales"]
    target = (x["inflation"] ** p.phi_pi * (x["output"] / s.output) ** p.phi_Y) ** (1.0 - p.rho_R)
    smoothed = (x_behind["nominal_rate"] * p.beta) ** p.rho_R
    return {
        "marginal utility": np.log(x["marginal_utility"]) + p.sigma_c * np.log(habit),
        "Euler equation": np.log(
            p.beta * x["nominal_rate"] * x_ahead["marginal_utility"] / x_ahead["inflation"] / x["marginal_utility"]
        ),
        "goods for sale": (1 - p.delta_z) * x_behind["inventories"] + x["output"] - x["stock"],
        "unsold goods": x["inventories"] + x["sales"] - x["stock"],
        "firms' sales": np.log(x["relative_price"] ** -p.theta * x["final_good"] * demand.expected_sales / x["sales"]),
        "price index": np.log(x["relative_price"] ** (1 - p.theta) * demand.price_aggregate),
        "marginal cost": np.log(
            x["real_wage"]
            / (p.alpha * np.exp(technology / p.alpha))
            * x["output"] ** ((1 - p.alpha) / p.alpha)
            / x["real_marginal_cost"]
        ),
        "resource constraint": income - spending,
        "interest-rate rule": np.log(smoothed * target * np.exp(shock) / (x["nominal_rate"] * p.beta)),
        "money demand": shock - np.log(x["consumption"] / x_behind["consumption"] * x["inflation"]),
    }


@pytest.mark.parametrize("policy", ["interest_rate", "money_growth"])
@pytest.mark.parametrize("accounting", ["printed", "exact"])
@pytest.mark.parametrize("which", ["calvo", "inattentive"])
def test_each_equation_is_the_derivative_of_its_nonlinear_counterpart(request, which, accounting, policy):
    parameters = request.getfixturevalue(which)
    steady = steady_state(parameters, accounting)
    random, step = np.random.default_rng(11), 1e-5
    equations = {equation.name: equation for equation in common_equations(parameters, steady, policy)}
    del equations["wage Phillips curve"]
    for _ in range(4):
        direction = {place: dict(zip(VARIABLES, random.normal(size=12), strict=True)) for place in ("0", "+", "-")}
        outside = dict(zip(("technology", policy), random.normal(size=2), strict=True))

        def residuals(sign, direction=direction, outside=outside):
            moved = [{k: sign * step * v for k, v in direction[place].items()} for place in ("0", "+", "-")]
            return nonlinear_residuals(
                parameters, steady, *moved, sign * step * outside["technology"], sign * step * outside[policy]
            )

        up, down = residuals(1.0), residuals(-1.0)
        for name, equation in equations.items():
            linear = (
                sum(value * direction["0"][key] for key, value in equation.current.items())
                + sum(value * direction["+"][key] for key, value in equation.lead.items())
                + sum(value * direction["-"][key] for key, value in equation.lag.items())
                + sum(value * outside[key] for key, value in equation.shocks.items())
            )
            assert linear == pytest.approx((up[name] - down[name]) / (2 * step), rel=2e-7, abs=2e-7), name


@pytest.mark.parametrize("which", ["calvo", "inattentive"])
def test_the_wage_curve_is_what_unions_that_reset_at_random_do(request, which):
    """Reset wages are discounted sums of household wages (1.25); the average wage mixes them with kept ones (1.26)."""
    parameters = replace(request.getfixturevalue(which), sigma_l=0.0)
    beta, xi, iota = parameters.beta, parameters.xi_w, parameters.iota_w
    horizon, random = 400, np.random.default_rng(4)
    household, inflation = np.zeros((2, horizon))
    household[:30], inflation[:30] = random.normal(size=(2, 30))
    # A kept nominal wage grows by iota times past inflation, so in real terms it moves by:
    drift = iota * np.append(0.0, inflation[:-1]) - inflation
    reset = np.zeros(horizon)
    for t in range(horizon):
        future = np.append(0.0, np.cumsum(drift[t + 1 :]))
        weights = (beta * xi) ** np.arange(horizon - t)
        reset[t] = (1 - beta * xi) * (weights @ (household[t:] - future))
    wage = np.zeros(horizon)
    for t in range(horizon):
        wage[t] = (1 - xi) * reset[t] + xi * ((wage[t - 1] if t else 0.0) + drift[t])
    curve = wage_phillips_curve(parameters)
    series = {"real_wage": wage, "inflation": inflation, "marginal_utility": -household, "output": np.zeros(horizon)}
    gap = np.zeros(horizon - 2)
    for key, value in curve.current.items():
        gap += value * series[key][1:-1]
    for key, value in curve.lead.items():
        gap += value * series[key][2:]
    for key, value in curve.lag.items():
        gap += value * series[key][:-2]
    assert np.abs(gap[:200]).max() < 1e-12


def test_union_power_and_labor_weight_do_not_enter(calvo):
    other = replace(calvo, theta_w=11.0, psi_l=0.3)
    base, changed = (common_equations(p, steady_state(p)) for p in (calvo, other))
    for one, two in zip(base, changed, strict=True):
        scale = next(iter(two.current.values())) / next(iter(one.current.values()))
        for key, value in one.current.items():
            assert two.current[key] == pytest.approx(scale * value, rel=1e-12)


def test_every_equation_names_its_source(calvo):
    assert all(equation.source for equation in common_equations(calvo, steady_state(calvo)))
