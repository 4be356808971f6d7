"""Table 1.1: parameters of both models, the source's estimates beside those on our VAR."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.deliverables import write_table
from frictions.report.parameters_table import parameters_table
from frictions.report.substitutes import substitutes_note

with job(snakemake):
    published = read_settings(snakemake.input.published)["table_1_1"]
    experiment, attention = (read_settings(snakemake.input[name]) for name in ("experiment", "attention"))
    tests = read_tidy(snakemake.input.tests).set_index("quantity")["value"]
    cost_ratio = {
        "cost_ratio": published["other_predetermined"]["mu_share_of_sales"] / attention["sigma_attention"] ** 2
    }
    used = {"cost_ratio": attention["mu"] / attention["sigma_attention"] ** 2, **attention["parameters"]}
    own = [name for name, value in published["RI"].items() if value is not None]
    notes = [
        f"Calvo: minimum of the criterion on our VAR, J = {tests['statistic']:.1f}, '{experiment['mc_mode']}' "
        f"cost; {tests['local_minima']:.0f} local minima from {tests['starts']:.0f} starts. A parameter on a bound has "
        "no delta-method error; the errors of the others hold given those on bounds.",
        f"lower, upper: {experiment['coverage']:.0%} percentile interval of {experiment['bootstrap']} re-estimates on "
        "bootstrap responses.",
        f"Overidentification: p = {tests['p_value']:.3f} from the exact law of J under this weight, "
        f"{tests['degrees_of_freedom']:.0f} degrees of freedom.",
        f"RI: rational inattention. The published cost ratio is the printed mu, "
        f"{100 * published['other_predetermined']['mu_share_of_sales']:g} percent of sales, over the square of "
        f"{1e4 * attention['sigma_attention']:g} basis points, section 1.6.2's standard deviation of the shock.",
        substitutes_note(read_tidy(snakemake.input.substitutes)),
    ]
    write_table(
        parameters_table(
            {**published, "RI": {**published["RI"], **cost_ratio}},
            experiment["fixed"],
            {"RI": {name: used[name] for name in ("cost_ratio", *own)}},
            {"RI": {}, "Calvo": {"": read_tidy(snakemake.input.estimates)}},
            [note for note in notes if note],
        ),
        snakemake.output,
    )
