"""Simulated panel of firms that differ in efficiency, information and size, each in its stationary equilibrium."""

from dataclasses import dataclass, replace

import numpy as np

from frictions.arrays import Array
from frictions.efficiency.firm import demand_exponent, input_elasticity, input_rule
from frictions.efficiency.firm_panel import Exclusion, FirmPanel
from frictions.efficiency.parameters import InvalidParameter, Number, Parameters
from frictions.efficiency.period import PeriodSolution
from frictions.efficiency.population import covariance, shock_loadings
from frictions.efficiency.stationary import solve_stationary_panel


@dataclass(frozen=True)
class PanelDesign:
    """How firms differ.

    Raises
    ------
    InvalidParameter
        If a value is outside its range.
    """

    firms: int = 3200
    periods: int = 40
    lowest_efficiency: float = 0.2
    highest_efficiency: float = 0.8
    input_error: float = 0.15
    """Standard deviation of the error in the input decision: the exogenous variation that identifies sensitivity."""
    information_by_size: float = 0.3
    """Elasticity of the precision of private signals to size; an assumption, the model has no size effect."""
    mean_private_precision: float = 2.0
    dividend_by_size: float = 0.5
    mean_dividend: float = 3.0

    def __post_init__(self) -> None:
        if self.firms < 1:
            raise InvalidParameter(f"firms = {self.firms} must be positive")
        if self.periods < 4:
            raise InvalidParameter(f"periods = {self.periods} must be at least four")
        if not 0.0 < self.lowest_efficiency <= self.highest_efficiency < 1.0:
            raise InvalidParameter("lowest_efficiency and highest_efficiency must be ordered within (0, 1)")


@dataclass(frozen=True)
class SimulatedPanel:
    """Histories, each (firms, periods); at date t income is realised, then the price and the input are set."""

    parameters: Parameters
    """Fields that differ by firm are (firms,) arrays."""
    solution: PeriodSolution
    size: Array
    """(firms,) standard normal."""
    price: Array
    dividend: Array
    disclosure: Array
    """:math:`s_t`, about the productivity of the next date."""
    log_input: Array
    """:math:`k_t`, for the income of the next date."""
    log_income: Array
    """:math:`v_t`."""


def draw_firms(base: Parameters, design: PanelDesign, generator: np.random.Generator) -> tuple[Parameters, Array]:
    """Parameters with (firms,) arrays for efficiency, private precision and mean dividend; and size (firms,)."""
    efficiency = generator.uniform(design.lowest_efficiency, design.highest_efficiency, design.firms)
    size = generator.standard_normal(design.firms)
    return (
        replace(
            base,
            eta=efficiency,
            tau_x=design.mean_private_precision * np.exp(design.information_by_size * size),
            mu=design.mean_dividend * np.exp(design.dividend_by_size * size),
            input_error=design.input_error,
        ),
        size,
    )


def simulate_panel(base: Parameters, design: PanelDesign, seed: np.random.SeedSequence) -> SimulatedPanel:
    """Draw the firms, solve each exactly and simulate them from the stationary distribution.

    Raises
    ------
    NoEquilibrium
        If a firm has no stationary equilibrium.
    """
    firms, histories = (np.random.Generator(np.random.PCG64(child)) for child in seed.spawn(2))
    p, size = draw_firms(base, design, firms)
    solution = solve_stationary_panel(p)
    return simulate_histories(p, solution, size, design.periods, histories)


def simulate_histories(
    p: Parameters, solution: PeriodSolution, size: Array, periods: int, generator: np.random.Generator
) -> SimulatedPanel:
    """Simulate firms whose equilibria are known; ``size`` is (firms,)."""
    count = size.size
    rule = input_rule(p, solution.I)
    e, b = demand_exponent(p), input_elasticity(p)

    # Column t holds what becomes known at date t: shocks to income of t + 1, and signals of them.
    shape = (count, periods + 1)
    a, error, epsilon, noise, slip = (
        generator.standard_normal(shape) * _column(scale)
        for scale in (p.tau_a**-0.5, p.tau_s**-0.5, p.tau_epsilon**-0.5, p.tau_n**-0.5, p.input_error)
    )
    disclosure = a + error
    price_signal = epsilon + noise * _column(solution.beta3)
    log_input = _column(rule.constant) + _column(rule.on_signal) * disclosure + _column(rule.on_price) * price_signal
    log_input += slip
    income = _column(e) * (_column(p.log_productivity) + a) + _column(b) * log_input
    income += (_column(p.log_demand) + epsilon) / _column(p.theta)

    mean_income = e * p.log_productivity + b * rule.constant + p.log_demand / p.theta
    loadings = shock_loadings(p, solution)
    variance = covariance(loadings, loadings.income, loadings.income)
    spread = p.alpha * np.sqrt(variance / (1.0 - p.persistence**2))
    centre = p.mu + p.alpha * mean_income / (1.0 - p.persistence)
    level = np.broadcast_to(centre, (count,)) + spread * generator.standard_normal(count)
    dividend = np.empty((count, periods))
    for date in range(periods):
        # Income of date t was decided by column t - 1 of the shocks; column 0 serves the first date.
        level = p.mu + p.persistence * (level - p.mu) + p.alpha * income[:, date]
        dividend[:, date] = level
    now = slice(1, None)
    price = _column(solution.beta0) + _column(solution.beta4) * (dividend - _column(p.mu))
    price += _column(solution.beta1) * (price_signal[:, now] + _column(solution.beta2) * disclosure[:, now])
    return SimulatedPanel(
        parameters=p,
        solution=solution,
        size=size,
        price=price,
        dividend=dividend,
        disclosure=disclosure[:, now],
        log_input=log_input[:, now],
        log_income=income[:, :-1],
    )


def simulated_firm_panel(panel: SimulatedPanel) -> FirmPanel:
    """Put a simulated panel in the form of real ones, one period a quarter from 0.

    Income stands for earnings and revenue, the input for capital expenditure and assets (it is used up in a period);
    each firm has one share. A price that is not positive has no logarithm and becomes missing, counted.
    """
    income, inputs = np.exp(panel.log_income), np.exp(panel.log_input)
    positive = panel.price > 0.0
    width = len(str(panel.size.size))
    return FirmPanel(
        firms=tuple(f"simulated_{number:0{width}d}" for number in range(panel.size.size)),
        periods=np.arange(panel.price.shape[1], dtype=np.int64),
        annual=False,
        price=np.where(positive, panel.price, np.nan),
        shares=np.ones(panel.price.shape),
        earnings=income,
        revenue=income,
        assets=inputs,
        capex=inputs,
        equity=inputs,
        disclosure=panel.disclosure,
        dividend=panel.dividend,
        exclusions=(Exclusion("price not positive, taken as missing", "rows", int((~positive).sum())),),
    )


def _column(value: Number) -> Array:
    return np.asarray(value, dtype=np.float64).reshape(-1, 1)
