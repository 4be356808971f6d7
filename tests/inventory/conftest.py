"""Parameter sets of the source and the slow numerical objects that several test files read."""

from dataclasses import replace

import pytest

from frictions.inventory.parameters import CalvoParameters, InventoryParameters

PREDETERMINED = {
    "beta": 0.96**0.25,
    "theta": 5.0,
    "theta_w": 5.0,
    "delta_z": 0.018,
    "sigma_v": 0.33,
    "psi_l": 1.2,
    "g_star": 0.16,
    "h": 0.71,
    "rho_R": 0.81,
    "phi_pi": 2.03,
    "phi_Y": 0.22,
}


@pytest.fixture(scope="session")
def calvo() -> CalvoParameters:
    """Table 1.1, Calvo column."""
    return CalvoParameters(
        **PREDETERMINED,
        xi_p=0.5059,
        iota_p=0.01,
        xi_w=0.1398,
        iota_w=0.1155,
        sigma_c=1.2469,
        sigma_l=0.3823,
        alpha=0.8633,
    )


@pytest.fixture(scope="session")
def four_variables(calvo) -> CalvoParameters:
    """Estimates that match output, inflation, consumption and cost only (Figure 1.9)."""
    return replace(calvo, xi_p=0.854, iota_p=0.590, xi_w=0.953, iota_w=0.882, alpha=0.994, sigma_c=1.102, sigma_l=0.341)


@pytest.fixture(scope="session")
def inattentive() -> InventoryParameters:
    """Table 1.1, rational-inattention column."""
    return InventoryParameters(**PREDETERMINED, xi_w=0.82, iota_w=0.69, sigma_c=1.3981, sigma_l=0.40, alpha=1.0)
