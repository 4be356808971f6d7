"""Business-cycle moments of reallocation when aggregate productivity is an AR(1), with and without lemons."""

from dataclasses import asdict

import pandas as pd

from frictions.certificates import certify
from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_tidy
from frictions.reallocation.business_cycle import business_cycle, linearise_cycle, reallocation_facts
from frictions.reallocation.settings import economies, resolution
from frictions.reallocation.stationary import solve_stationary

with job(snakemake):
    experiment = read_settings(snakemake.input.experiment)
    settings = snakemake.params.settings
    moments, facts, responses = [], [], []
    for lemons, economy in economies(experiment).items():
        found = solve_stationary(economy, resolution(experiment))
        linear = linearise_cycle(found, settings["horizons"])
        for persistence in settings["persistence"]:
            cycle = business_cycle(linear, persistence, settings["smoothing"])
            certify({"share of variance at the end of the horizon": (cycle.truncation, 1e-2)})
            case = {"lemons": lemons, "persistence": f"{persistence:g}"}
            moments += [{**case, "variable": name, **asdict(row)} for name, row in cycle.moments.items()]
            found_facts = reallocation_facts(found, cycle, settings["recession"])
            facts += [{**case, "quantity": name, "value": value} for name, value in found_facts.items()]
            for name, path in cycle.responses.items():
                responses += [
                    {**case, "variable": name, "period": period, "response": value}
                    for period, value in enumerate(path, start=1)
                ]
    write_tidy(pd.DataFrame(moments), snakemake.output.moments)
    write_tidy(pd.DataFrame(facts), snakemake.output.facts)
    write_tidy(pd.DataFrame(responses), snakemake.output.responses)
