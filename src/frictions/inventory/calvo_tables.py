"""The solved Calvo model as rows of the tidy files of the contract."""

from collections.abc import Mapping

import numpy as np

from frictions.certificates import certify
from frictions.inventory.calvo import CalvoSolution
from frictions.inventory.responses import calvo_responses
from frictions.matching.moments import business_cycle_moments, sampled_moments


def calvo_tables(
    solution: CalvoSolution, size: float, simulation: Mapping[str, int]
) -> dict[str, list[dict[str, str | int | float]]]:
    """Rows of every file about a solution, by the file's name.

    Parameters
    ----------
    solution : CalvoSolution
    size : float
        Interest-rate shock in percentage points a quarter.
    simulation : mapping
        ``horizons`` of the responses, ``moment_horizons`` that population moments sum over, and ``sample_quarters``,
        ``samples`` and ``seed`` of the samples behind the spread of moments.

    Returns
    -------
    dict of str to list of dict
        ``irf`` (variable, horizon, response in percent), ``moments`` (moment, value, sampling_sd), ``rules``
        (coefficient, value), ``certificate`` (quantity, value, bound).

    Raises
    ------
    CertificateFailed
        If the solution does not keep the bounds of its certificate.
    """
    certificate = certify(solution.certificate())
    responses = calvo_responses(solution, simulation["moment_horizons"], size=size)
    moments = business_cycle_moments(responses)
    seed = np.random.SeedSequence(simulation["seed"])
    samples = sampled_moments(responses, simulation["sample_quarters"], simulation["samples"], seed)
    return {
        "irf": [
            {"variable": name, "horizon": t, "response": float(path[t])}
            for name, path in responses.items()
            for t in range(simulation["horizons"])
        ],
        "moments": [
            {"moment": name, "value": value, "sampling_sd": float(samples[name].std(ddof=1))}
            for name, value in moments.items()
        ],
        "rules": [{"coefficient": name, "value": value} for name, value in solution.rules.coefficients().items()],
        "certificate": [{"quantity": row.quantity, "value": row.value, "bound": row.bound} for row in certificate],
    }
