"""Table 1.1, Calvo column: the source's estimates beside those on our VAR."""

from frictions.report.calvo_tables import parameters_table

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.deliverables import write_table
from frictions.report.substitutes import substitutes_note

with job(snakemake):
    published = read_settings(snakemake.input.published)["table_1_1"]
    experiment = read_settings(snakemake.input.experiment)
    tests = read_tidy(snakemake.input.tests).set_index("quantity")["value"]
    notes = [
        f"Replicated: minimum of the criterion on our VAR, J = {tests['statistic']:.1f}, '{experiment['mc_mode']}' "
        f"cost; {tests['local_minima']:.0f} local minima from {tests['starts']:.0f} starts. A parameter on a bound has "
        "no delta-method error; the errors of the others hold given those on bounds.",
        f"lower, upper: {experiment['coverage']:.0%} percentile interval of {experiment['bootstrap']} re-estimates on "
        "bootstrap responses.",
        f"Overidentification: p = {tests['p_value']:.3f} from the exact law of J under this weight, "
        f"{tests['degrees_of_freedom']:.0f} degrees of freedom.",
        substitutes_note(read_tidy(snakemake.input.substitutes)),
    ]
    estimates = read_tidy(snakemake.input.estimates)
    table = parameters_table(published, experiment["fixed"], estimates, [note for note in notes if note])
    write_table(table, snakemake.output)
