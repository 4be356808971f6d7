"""The quasi-posterior of the Calvo model's parameters: draws of all chains, quantiles and diagnostics."""

from frictions.data.jobs import job
from frictions.data.parquet import write_parquet
from frictions.data.tables import read_arrays, read_settings, write_tidy
from frictions.matching.posterior import Chain, draws_table, posterior_summary
from frictions.matching.priors import read_priors
from frictions.matching.problem import free_parameters_of

with job(snakemake) as log:
    experiment = read_settings(snakemake.input.experiment)
    parameters, _ = free_parameters_of(experiment["free"])
    names = [parameter.name for parameter in parameters]
    parts = [read_arrays(path) for path in snakemake.input.chains]
    chains = [Chain(part["draws"], part["log_posterior"], float(part["acceptance"])) for part in parts]
    summary = posterior_summary(
        names, read_priors(parameters, experiment.get("priors", {})), chains, experiment["coverage"]
    )
    worst = summary.loc[summary["r_hat"].idxmax()]
    if worst["r_hat"] > snakemake.params.largest_r_hat:
        log.warning("%s: R-hat is %.3f; take more draws or a longer burn-in", worst["parameter"], worst["r_hat"])
    write_parquet(draws_table(names, chains), snakemake.output.draws)
    write_tidy(summary, snakemake.output.summary)
