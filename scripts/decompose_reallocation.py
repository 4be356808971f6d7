"""What specificity, lemons and the credit limit each add to the responses to the shock."""

import pandas as pd

from frictions.certificates import certify
from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_tidy
from frictions.reallocation.channels import FRICTIONS, decompose
from frictions.reallocation.settings import resolution, with_most_lemons


def named(active):
    """A set of frictions as one word."""
    return "+".join(friction for friction in FRICTIONS if friction in active) or "none"


with job(snakemake) as log:
    experiment = read_settings(snakemake.input.experiment)
    space = resolution(experiment, **snakemake.params.settings)
    channels = decompose(with_most_lemons(experiment), experiment["shock"], space, experiment["horizons"])
    certificate, economies, rows = [], [], []
    for active, checks in channels.checks.items():
        checked = certify({check.quantity: (check.value, check.bound) for check in checks})
        certificate += [(named(active), row.quantity, row.value, row.bound) for row in checked]
        economies.append((named(active), channels.borrowing_limits[active], ""))
    for active, reason in channels.infeasible.items():
        log.info("no equilibrium with %s: %s", named(active), reason)
        economies.append((named(active), float("nan"), reason))
    for variable, parts in channels.parts.items():
        series = {"frictionless": channels.frictionless[variable], **parts, "full": channels.full[variable]}
        for part, path in series.items():
            rows += [(variable, part, period, value) for period, value in enumerate(path, start=1)]
    columns = ["variable", "part", "period", "percentage_points"]
    write_tidy(pd.DataFrame(rows, columns=columns), snakemake.output.channels)
    columns = ["frictions", "borrowing_limit", "reason"]
    write_tidy(pd.DataFrame(economies, columns=columns), snakemake.output.economies)
    columns = ["frictions", "quantity", "value", "bound"]
    write_tidy(pd.DataFrame(certificate, columns=columns), snakemake.output.certificate)
