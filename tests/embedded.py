"""The baseline VAR of the vintage of 2022, without the workflow: numbers that other programs gave are of these data."""

from pathlib import Path

import pandas as pd
import yaml

from frictions.data.catalogue import load_catalogue
from frictions.data.plan import series_needed
from frictions.data.pulls import plan_pulls
from frictions.data.readers import read_series
from frictions.data.received import in_catalogue_unit, received_unit
from frictions.data.variables import build_variables
from frictions.matching.target import MATCHED_VARIABLES, MatchingTarget, matching_target
from frictions.timeseries.detrending import detrended_panel
from frictions.timeseries.resampling import response_draws
from frictions.timeseries.var import estimate_var, impulse_responses, recursive_impact

OLDER = {"source": "embedded", "embedded": "data/vintages/gretl-2022c"}


def embedded_panel(project, **data) -> pd.DataFrame:
    """Panel of the baseline sample; ``data`` overlays the settings of the source, which are those of the vintage."""
    config = yaml.safe_load((project / "config/config.yaml").read_text())
    catalogue = load_catalogue(yaml.safe_load((project / "config/series.yaml").read_text()))
    pulls = plan_pulls(catalogue, {**config["data"], **OLDER, **data}, project)
    series = {}
    for code in series_needed(pulls.plan):
        info = catalogue.series[code]
        own = read_series(Path(pulls.pulls[code].path), info, catalogue.code_of)
        series[code] = in_catalogue_unit(own, info, received_unit(own, info, {}))
    variables = build_variables(catalogue, pulls.plan, series)
    filtered = {name for name, variable in catalogue.variables.items() if variable.published_decision == "filter"}
    start, end = (pd.Period(config["samples"]["baseline"][bound], freq="Q") for bound in ("start", "end"))
    return detrended_panel(variables, filtered, start, end, horizon=8, lags=4, window="history")


def embedded_matching_target(project, draws: int) -> MatchingTarget:
    """Matching target of the baseline VAR from few draws."""
    panel = embedded_panel(project)
    model = estimate_var(panel.to_numpy(), lags=3)
    position = list(panel).index("federal_funds")
    point = impulse_responses(model.lag_matrices, recursive_impact(model.covariance, position, 0.6), 16)
    drawn = response_draws(model, range(draws), position=position, size=0.6, horizons=16, entropy=1).responses
    columns = [list(panel).index(name) for name in MATCHED_VARIABLES]
    return matching_target(point[:, columns], drawn[:, :, columns], weighting="max_index", index_base=1)
