"""Results of an experiment as rows of the tidy files of the contract."""

from collections.abc import Mapping

import numpy as np

from frictions.arrays import Array
from frictions.attention.experiments import AttentionOutcome, Row
from frictions.matching.moments import MomentTable, sampled_moments
from frictions.options import checked_options


@checked_options
def outcome_tables(
    outcome: AttentionOutcome, table: MomentTable, periods: int, simulation: Mapping[str, int]
) -> dict[str, list[Row]]:
    """Rows of every file of an experiment in one mode, by the file's name.

    Parameters
    ----------
    outcome : AttentionOutcome
        What was solved.
    table : {"business_cycle", "money"}
        Which moments the outcome holds: Table 1.3's, or Table 1.6's under money growth.
    periods : int
        Quarters of responses and decisions.
    simulation : mapping
        ``sample_quarters``, ``samples`` and ``seed`` of the samples behind the spread of moments.

    Returns
    -------
    dict of str to list of dict
        ``irf`` (variable, horizon, response), ``decisions`` (decision, horizon, first_best, actual), ``information``
        (quantity, value), ``moments`` (moment, value, sampling_sd; the latter NaN for what is not a moment of a
        sample), ``certificate`` (quantity, value, bound).
    """
    seed = np.random.SeedSequence(simulation["seed"])
    samples = sampled_moments(outcome.responses, simulation["sample_quarters"], simulation["samples"], seed, table)
    return {
        "irf": [
            {"variable": name, "horizon": t, "response": float(path[t])}
            for name, path in outcome.responses.items()
            for t in range(periods)
        ],
        "decisions": [
            {"decision": name, "horizon": t, "first_best": float(paths[0, t]), "actual": float(paths[1, t])}
            for name, paths in outcome.decisions.items()
            for t in range(periods)
        ],
        "information": [{"quantity": name, "value": value} for name, value in outcome.information.items()],
        "moments": [
            {"moment": name, "value": value, "sampling_sd": _spread(samples.get(name))}
            for name, value in outcome.moments.items()
        ],
        "certificate": [
            {"quantity": name, "value": value, "bound": bound} for name, (value, bound) in outcome.certificate.items()
        ],
    }


def _spread(sample: Array | None) -> float:
    return float("nan") if sample is None else float(sample.std(ddof=1))
