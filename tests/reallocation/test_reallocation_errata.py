"""What the printed numbers of chapter 2 say about its ambiguous and contradictory passages."""

import itertools

import numpy as np
import pytest

from frictions.reallocation.bundle import bundle_price, used_per_bundle
from frictions.reallocation.parameters import Economy
from frictions.reallocation.productivity import stationary_weights, tauchen_chain

TABLE_2_2 = {"Y": 0.557, "I": 0.077, "K": 1.190, "N": 0.262}


def productivity_with_equal_capital(innovation_sd: float) -> float:
    """Aggregate productivity if all entrepreneurs have the same capital and hire what they want."""
    economy = Economy()
    logs, transition = tauchen_chain(economy.productivity_states, economy.persistence, innovation_sd, 2.0)
    power = 1.0 / (1.0 - economy.labor_exponent)
    return float((stationary_weights(transition) @ np.exp(power * logs)) ** (1.0 / power))


def test_innovation_of_productivity_is_a_standard_deviation():
    """Table 2.2 implies an aggregate productivity that a variance of 0.11 exceeds even without any reallocation."""
    economy = Economy()
    printed = TABLE_2_2["Y"] / (TABLE_2_2["K"] ** economy.capital_exponent * TABLE_2_2["N"] ** economy.labor_exponent)
    assert printed == pytest.approx(1.116, abs=0.001)
    assert productivity_with_equal_capital(0.11) < printed
    assert productivity_with_equal_capital(np.sqrt(0.11)) > 1.5 * printed


def test_lemons_are_part_of_depreciation():
    """New investment replaces what is lost: I/K lies within rounding of delta and not of delta + lambda."""
    lowest, highest = (TABLE_2_2["I"] - 0.0005) / 1.1905, (TABLE_2_2["I"] + 0.0005) / 1.1895
    assert lowest < 0.065 < highest
    assert highest < 0.065 + 0.002


def test_printed_prices_and_printed_used_share_do_not_clear_the_market():
    """(2.6) at the printed price and share of lemons gives 31.6 percent, whatever digits were rounded away."""
    economy = Economy()
    shares = []
    for price, lemon_share in itertools.product((0.9435, 0.9445), (0.06835, 0.06845)):
        new_weight, substitution = economy.new_weight, economy.substitution
        rho = bundle_price(price, lemon_share, 0.002, new_weight, substitution)
        shares.append(float(used_per_bundle(price, rho, lemon_share, new_weight, substitution)))
        by_hand = (1 - new_weight) * (1 - lemon_share) ** (substitution - 1) * (price / rho) ** -substitution
        assert shares[-1] == pytest.approx(float(by_hand), rel=1e-12)
    assert max(shares) < 0.3165
