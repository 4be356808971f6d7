"""One panel of firms on a regular quarterly grid: simulated, from a file, or from open data."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from frictions.data.firms.directory import read_column_map, read_firm_file
from frictions.data.firms.edgar_pull import pull_edgar
from frictions.data.jobs import job
from frictions.data.tables import write_arrays
from frictions.efficiency.firm_panel import Exclusion, build_firm_panel
from frictions.efficiency.panel_arrays import pack_panel
from frictions.efficiency.parameters import Parameters
from frictions.efficiency.simulation import PanelDesign, simulate_panel, simulated_firm_panel

with job(snakemake) as log:
    settings = snakemake.params.settings
    if settings["source"] == "model":
        design = PanelDesign(**settings["design"])
        seed = np.random.SeedSequence(settings["seed"])
        panel = simulated_firm_panel(simulate_panel(Parameters(**snakemake.params.parameters), design, seed))
    elif settings["source"] == "directory":
        columns = read_column_map(settings.get("columns", {}))
        frame = read_firm_file(Path(snakemake.input.file), columns)
        panel = build_firm_panel(frame, settings.get("split_adjusted", False))
    else:
        frame, counts = pull_edgar(settings, log)
        panel = build_firm_panel(frame, settings.get("split_adjusted", False))
        touched = tuple(Exclusion(rule, "facts", count) for rule, count in counts.items())
        panel = replace(panel, exclusions=(*touched, *panel.exclusions))
    log.info("%d firms, %d quarters", len(panel.firms), panel.periods.size)
    write_arrays(pack_panel(panel), snakemake.output.panel)
