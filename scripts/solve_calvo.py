"""The Calvo model at given parameters: responses, moments, rules of a firm and their certificate (section A.6)."""

import numpy as np
import pandas as pd

from frictions.certificates import certify
from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_tidy
from frictions.inventory.calvo import solve_calvo
from frictions.inventory.parameters import CalvoParameters
from frictions.inventory.responses import calvo_responses
from frictions.matching.moments import business_cycle_moments, sampled_moments
from frictions.timeseries.responses import stacked_responses

with job(snakemake):
    experiment = read_settings(snakemake.input.experiment)
    settings = snakemake.params.settings
    solution = solve_calvo(
        CalvoParameters(**experiment["parameters"]), snakemake.wildcards.mode, policy=experiment["policy"]
    )
    certificate = certify(solution.certificate())
    responses = calvo_responses(solution, settings["moment_horizons"], size=experiment["shock"])
    moments = business_cycle_moments(responses)
    samples = sampled_moments(
        responses, settings["sample_quarters"], settings["samples"], np.random.SeedSequence(settings["seed"])
    )
    shown = {name: path[: settings["horizons"]] for name, path in responses.items()}
    write_tidy(stacked_responses(shown), snakemake.output.irf)
    rows = [(name, value, samples[name].std(ddof=1)) for name, value in moments.items()]
    write_tidy(pd.DataFrame(rows, columns=["moment", "value", "sampling_sd"]), snakemake.output.moments)
    coefficients = solution.rules.coefficients()
    write_tidy(pd.DataFrame(coefficients.items(), columns=["coefficient", "value"]), snakemake.output.rules)
    write_tidy(pd.DataFrame(certificate), snakemake.output.certificate)
