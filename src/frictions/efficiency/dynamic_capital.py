r"""Robustness variant: durable capital, log-linearised around the deterministic steady state.

The firm maximises :math:`E\sum\beta^t[X_tK_t^b-R_fI_t]` with :math:`K_{t+1}=(1-\delta)K_t+I_t` chosen on
:math:`(s_t,q_t)`. Without adjustment costs the choice is static with the input rule of the benchmark, and
:math:`d_{t+1}=V_{t+1}-R_f[K_{t+2}-(1-\delta)K_{t+1}]` becomes linear in
:math:`a_{t+1},\varepsilon_{t+1},\hat k_{t+1},\hat k_{t+2}`.
"""

from dataclasses import dataclass, replace

import numpy as np

from frictions.efficiency.firm import (
    demand_exponent,
    disclosure_gain,
    input_elasticity,
    input_rule,
    productivity_risk,
)
from frictions.efficiency.parameters import Information, InvalidParameter, Number, Parameters
from frictions.efficiency.period import precisions
from frictions.efficiency.roots import all_roots
from frictions.options import checked_options


@dataclass(frozen=True)
class Durability:
    """What durable capital adds to the parameters.

    Raises
    ------
    InvalidParameter
        If a value is outside its range.
    """

    discount_factor: float = 1.0 / 1.03
    r""":math:`\beta\in(0,1]`; the benchmark channel cancels at :math:`1/R_f`."""
    depreciation: float = 0.1
    r""":math:`\delta\in[0,1]`, a period."""

    def __post_init__(self) -> None:
        if not 0.0 < self.discount_factor <= 1.0:
            raise InvalidParameter(f"discount_factor = {self.discount_factor} must lie in (0, 1]")
        if not 0.0 <= self.depreciation <= 1.0:
            raise InvalidParameter(f"depreciation = {self.depreciation} must lie in [0, 1]")


@dataclass(frozen=True)
class SteadyState:
    """Deterministic steady state."""

    capital: Number
    r""":math:`\bar K`."""
    income: Number
    r""":math:`\bar V`."""
    user_cost: Number
    r""":math:`U=R_f(1-\beta(1-\delta))`."""


@dataclass(frozen=True)
class DynamicEquilibrium:
    """One stationary equilibrium with durable capital."""

    I: float  # noqa: E741
    tau_x: float
    tau_g: float
    Sigma: float
    beta1: float
    beta2: float
    net_demand_response: float
    r"""Response of price less investment outlay to demand, :math:`\beta_1-R_f\bar K\kappa_p`."""
    residual: float
    """Market clearing of the response to noise, in units of the price."""
    envelope_gap: float
    r"""Net demand response less :math:`\frac{\bar V}{\theta R_f}\frac{\tau_x+\tau_q}{\hat\tau}
    +\bar K(\frac1\beta-R_f)\kappa_p`."""


@dataclass(frozen=True)
class DynamicSet:
    """All stationary equilibria, by increasing informativeness; the last is the selected one."""

    steady_state: SteadyState
    equilibria: tuple[DynamicEquilibrium, ...]
    root_count: int


def steady_state(p: Parameters, durability: Durability) -> SteadyState:
    r"""Steady state of the Euler equation :math:`bX\bar K^{b-1}=R_f(1-\beta(1-\delta))/\beta`.

    Raises
    ------
    InvalidParameter
        If capital costs nothing to use.
    """
    e, b = demand_exponent(p), input_elasticity(p)
    cost = p.gross_rate * (1.0 - durability.discount_factor * (1.0 - durability.depreciation))
    if not np.all(np.asarray(cost) > 0.0):
        raise InvalidParameter("discount_factor = 1 with depreciation = 0 leaves capital without a user cost")
    level = np.exp(e * p.log_productivity + p.log_demand / p.theta)
    capital = (durability.discount_factor * b * level / cost) ** (1.0 / (1.0 - b))
    return SteadyState(capital, level * capital**b, cost)


def productivity_for_unit_income(p: Parameters, durability: Durability) -> Parameters:
    r"""Parameters whose :math:`\ln\bar Z` makes steady-state income one, which shuts off the effect of its level."""
    e, b = demand_exponent(p), input_elasticity(p)
    cost = p.gross_rate * (1.0 - durability.discount_factor * (1.0 - durability.depreciation))
    log_level = -b * np.log(durability.discount_factor * b / cost)
    return replace(p, log_productivity=float((log_level - p.log_demand / p.theta) / e))


@dataclass(frozen=True)
class _Block:
    beta1: Number
    beta12: Number
    net_demand: Number
    sigma: Number
    total: Number
    tau_x: Number
    tau_g: Number
    tau_q: Number


def _block(p: Parameters, durability: Durability, steady: SteadyState, i: Number, information: Information) -> _Block:
    e = demand_exponent(p)
    known, rule = precisions(p, i, information), input_rule(p, i)
    outlay = p.gross_rate * steady.capital
    # Marginal value of installed capital in logs: b V + R_f K (1 - delta) = R_f K / beta by the Euler equation.
    value = outlay / durability.discount_factor
    beta1 = (steady.income / p.theta * (known.tau_x + known.tau_q) / known.total + value * rule.on_price) / p.gross_rate
    beta12 = (steady.income * e * disclosure_gain(p) + value * rule.on_signal) / p.gross_rate
    net_demand = beta1 - outlay * rule.on_price
    net_disclosure = beta12 - outlay * rule.on_signal
    sigma = (
        steady.income**2 * (e**2 * productivity_risk(p) + 1.0 / (p.theta**2 * known.total))
        + net_demand**2 * (1.0 / p.tau_epsilon + 1.0 / (i**2 * p.tau_n))
        + net_disclosure**2 * (1.0 / p.tau_a + 1.0 / p.tau_s)
    )
    return _Block(beta1, beta12, net_demand, sigma, known.total, known.tau_x, known.tau_g, known.tau_q)


@checked_options
def solve_dynamic_capital(p: Parameters, durability: Durability, information: Information = "exogenous") -> DynamicSet:
    r"""Find every stationary root of :math:`\gamma\theta I\hat\tau\Sigma=\bar V(\tau_x+\tau_gI^2)`.

    Raises
    ------
    InvalidParameter
        If ``p.input_error`` is not zero: the variant has none.
    """
    if np.any(np.asarray(p.input_error) != 0.0):
        raise InvalidParameter("input_error must be zero with durable capital")
    steady = steady_state(p, durability)

    def excess(i: Number) -> Number:
        block = _block(p, durability, steady, i, information)
        left = p.gamma * p.theta * i * block.total * block.sigma
        return np.log(left / (steady.income * (block.tau_x + block.tau_g * i**2)))

    roots = all_roots(excess)
    equilibria = tuple(_complete(p, durability, steady, float(root), information) for root in roots)
    return DynamicSet(steady, equilibria, int(roots.size))


def _complete(
    p: Parameters, durability: Durability, steady: SteadyState, i: float, information: Information
) -> DynamicEquilibrium:
    block, rule = _block(p, durability, steady, i, information), input_rule(p, i)
    beta3 = 1.0 / i
    noise = steady.income / p.theta * (block.tau_q * beta3 - block.tau_g * i) / block.total
    noise += p.gross_rate * steady.capital / durability.discount_factor * rule.on_price * beta3
    learning = steady.income / (p.theta * p.gross_rate) * (block.tau_x + block.tau_q) / block.total
    wedge = steady.capital * (1.0 / durability.discount_factor - p.gross_rate) * rule.on_price
    return DynamicEquilibrium(
        I=i,
        tau_x=float(block.tau_x),
        tau_g=float(block.tau_g),
        Sigma=float(block.sigma),
        beta1=float(block.beta1),
        beta2=float(block.beta12 / block.beta1),
        net_demand_response=float(block.net_demand),
        residual=float(p.gross_rate * block.beta1 * beta3 - noise - p.gamma * block.sigma),
        envelope_gap=float(block.net_demand - learning - wedge),
    )


def dividend_linearity(
    p: Parameters, durability: Durability, equilibrium: DynamicEquilibrium, periods: int, seed: np.random.SeedSequence
) -> float:
    """R-squared of the exact dividend on its log-linear form in a simulation of ``periods`` periods."""
    generator = np.random.Generator(np.random.PCG64(seed))
    steady, rule = steady_state(p, durability), input_rule(p, equilibrium.I)
    e, b = demand_exponent(p), input_elasticity(p)
    size = periods + 1
    a, epsilon, noise, error = (
        generator.standard_normal(size) / np.sqrt(precision) for precision in (p.tau_a, p.tau_epsilon, p.tau_n, p.tau_s)
    )
    # Entry t: the input decided one period before a_t and epsilon_t are known, on signals about them.
    k = rule.on_signal * (a + error) + rule.on_price * (epsilon + noise / equilibrium.I)
    capital = steady.capital * np.exp(k)
    income = steady.income * np.exp(e * a + epsilon / p.theta + b * k)
    keep = 1.0 - durability.depreciation
    exact = income[:-1] - p.gross_rate * (capital[1:] - keep * capital[:-1])
    linear = steady.income * (e * a + epsilon / p.theta + b * k)[:-1]
    linear -= p.gross_rate * steady.capital * (k[1:] - keep * k[:-1])
    return float(np.corrcoef(exact, linear)[0, 1] ** 2)
