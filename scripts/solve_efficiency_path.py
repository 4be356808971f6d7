"""Changes of efficiency known in advance, by backward induction, with given and with chosen information."""

import pandas as pd

from frictions.certificates import certify
from frictions.data.jobs import job
from frictions.data.tables import write_tidy
from frictions.efficiency.parameters import Parameters
from frictions.efficiency.path import one_off_change, permanent_change
from frictions.efficiency.tables import INFORMATION, path_certificate, path_table

KINDS = {"one_off": one_off_change, "permanent": permanent_change}

with job(snakemake):
    p = Parameters(**snakemake.params.parameters)
    solved = [
        {
            name: KINDS[change["kind"]](p, change["eta"], change["date"], change["length"], information)
            for name, change in snakemake.params.paths.items()
        }
        for information in INFORMATION
    ]
    certificate = pd.concat([path_certificate(paths) for paths in solved])
    certify({" ".join(map(str, key)): (value, bound) for *key, value, bound in certificate.itertuples(index=False)})
    write_tidy(pd.concat([path_table(paths) for paths in solved]), snakemake.output.path)
    write_tidy(certificate, snakemake.output.certificate)
