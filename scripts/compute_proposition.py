"""Proposition 1 as a curve: elasticities of price and reallocation against the elasticity of substitution."""

import numpy as np
import pandas as pd

from frictions.certificates import certify
from frictions.data.jobs import job
from frictions.data.tables import write_tidy
from frictions.reallocation.one_period import OnePeriodEconomy
from frictions.reallocation.proposition import elasticity_curve

with job(snakemake):
    settings = snakemake.params.settings
    tables = []
    for rate in settings["lemons"]:
        curve = elasticity_curve(
            OnePeriodEconomy(lemon_rate=rate), settings["price_used"], sorted(settings["substitutions"])
        )
        certify(
            {
                "excess demand": (np.abs(curve.residual).max(), 1e-12),
                "points where excess demand rises in the price": (np.sum(curve.slope >= 0.0), 0.0),
                "points where sales of good capital contradict Proposition 1": (
                    np.sum((curve.good_sales_elasticity > 0.0) != (curve.price_elasticity > 1.0)),
                    0.0,
                ),
            }
        )
        columns = {
            "lemons": f"{rate:g}",
            "substitution": curve.substitution,
            "productivity": curve.productivity,
            "lemon_share": curve.lemon_share,
            "price_elasticity": curve.price_elasticity,
            "good_sales_elasticity": curve.good_sales_elasticity,
            "reallocation_elasticity": curve.reallocation_elasticity,
            "slope": curve.slope,
            "residual": curve.residual,
            "threshold": curve.threshold,
        }
        tables.append(pd.DataFrame(columns))
    write_tidy(pd.concat(tables), snakemake.output.table)
