"""The reallocation model with and without lemons: stationary equilibria, transitions, certificates (section 2.5)."""

import pandas as pd

from frictions.certificates import certify
from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_tidy
from frictions.reallocation.experiments import run_experiment
from frictions.reallocation.settings import economies, resolution

with job(snakemake):
    experiment = read_settings(snakemake.input.experiment)
    steady, paths, certificate = [], [], []
    for lemons, economy in economies(experiment).items():
        result = run_experiment(economy, experiment["shock"], resolution(experiment), experiment["horizons"])
        rows = certify({check.quantity: (check.value, check.bound) for check in result.checks})
        certificate += [(lemons, row.quantity, row.value, row.bound) for row in rows]
        steady += [(lemons, quantity, value) for quantity, value in result.steady_state.items()]
        for variable, path in result.deviations.items():
            paths += [(lemons, variable, period, value) for period, value in enumerate(path, start=1)]
    write_tidy(pd.DataFrame(steady, columns=["lemons", "quantity", "value"]), snakemake.output.steady_state)
    columns = ["lemons", "variable", "period", "percent_deviation"]
    write_tidy(pd.DataFrame(paths, columns=columns), snakemake.output.transition)
    columns = ["lemons", "quantity", "value", "bound"]
    write_tidy(pd.DataFrame(certificate, columns=columns), snakemake.output.certificate)
