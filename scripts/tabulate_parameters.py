"""Table 1.1: parameters of both models, the source's estimates beside those on our VAR."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.deliverables import write_table
from frictions.report.parameters_table import fit_note, parameters_table
from frictions.report.substitutes import substitutes_note

with job(snakemake):
    published = read_settings(snakemake.input.published)["table_1_1"]
    experiment, attention = (read_settings(snakemake.input[name]) for name in ("experiment", "attention"))
    kinds = {name: read_settings(snakemake.input[f"{name}_experiment"]) for name in ("separate", "joint")}
    cost_ratio = published["other_predetermined"]["mu_share_of_sales"] / attention["sigma_attention"] ** 2
    own = [name for name, value in published["RI"].items() if value is not None]
    notes = [
        fit_note(
            f"Calvo, '{experiment['mc_mode']}' cost",
            read_tidy(snakemake.input.tests),
            read_tidy(snakemake.input.estimates),
        ),
        *(
            fit_note(
                f"RI (rational inattention), {name}",
                read_tidy(snakemake.input[f"{name}_tests"]),
                read_tidy(snakemake.input[f"{name}_estimates"]),
            )
            for name in kinds
        ),
        "Replicated: minimum of the criterion on our VAR. A parameter on a bound has no delta-method error; the errors "
        "of the others hold given those on bounds. The remark says where the re-estimates spread much wider than a "
        "normal law with that error would have them, as where J is flat or has several minima, or end on a bound.",
        "The published cost ratio is the printed mu, "
        f"{100 * published['other_predetermined']['mu_share_of_sales']:g} percent of sales, over the square of "
        f"{1e4 * attention['sigma_attention']:g} basis points, section 1.6.2's standard deviation of the shock.",
        substitutes_note(read_tidy(snakemake.input.substitutes)),
    ]
    write_table(
        parameters_table(
            {**published, "RI": {**published["RI"], "cost_ratio": cost_ratio}},
            experiment["fixed"],
            {"RI": {name: kinds["separate"]["fixed"][name] for name in own if name in kinds["separate"]["fixed"]}},
            {
                "RI": {name: read_tidy(snakemake.input[f"{name}_estimates"]) for name in kinds},
                "Calvo": {"": read_tidy(snakemake.input.estimates)},
            },
            [note for note in notes if note],
        ),
        snakemake.output,
    )
