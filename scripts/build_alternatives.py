"""The variables of the VAR from every other supplier and vintage that the claims are tried on."""

import tempfile
from pathlib import Path

import pandas as pd

from frictions.data.alternatives import alternative_variables
from frictions.data.catalogue import load_catalogue
from frictions.data.jobs import job
from frictions.data.tables import read_quarterly, read_settings, write_tidy

with job(snakemake) as log:
    main, *others = snakemake.params.alternatives
    with tempfile.TemporaryDirectory() as folder:
        built, failures = alternative_variables(
            load_catalogue(read_settings(snakemake.input.catalogue)),
            snakemake.params.settings,
            {name: snakemake.params.alternatives[name] for name in others},
            Path(folder),
            log,
        )
    variables = {main: read_quarterly(snakemake.input.variables), **built}
    for name, failure in failures.items():
        log.warning("data %s: %s", name, failure)
    table = pd.concat(variables, names=["data", "quarter"]).reset_index()
    write_tidy(table.assign(quarter=table["quarter"].astype(str)), snakemake.output.variables)
    rows = [
        {
            "data": name,
            "first_quarter": str(variables[name].dropna().index.min()) if name in variables else "",
            "last_quarter": str(variables[name].dropna().index.max()) if name in variables else "",
            "failure": failures.get(name, ""),
        }
        for name in snakemake.params.alternatives
    ]
    write_tidy(pd.DataFrame(rows), snakemake.output.data)
