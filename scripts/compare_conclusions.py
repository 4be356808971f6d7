"""The published conclusions on each vintage of a comparison, and which of them change."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy, write_tidy
from frictions.report.scoreboard_items import read_items, rules_of
from frictions.vintages.conclusions import (
    conclusion_rows,
    criterion_conclusions,
    estimate_conclusions,
    moment_conclusions,
    text_conclusions,
)

with job(snakemake) as log:
    published, params = read_settings(snakemake.input.published), snakemake.params
    # One set of rules judges a number here and on the scoreboard.
    items = read_items(read_settings(snakemake.input.listed), params.main_sample)
    claims, moments = rules_of(items, "var.text_claims"), rules_of(items, "table_1_3.VAR")
    criterion, estimated = rules_of(items, "table_1_2.Calvo")["sum"], rules_of(items, "table_1_1.Calvo")["xi_p"]
    by_vintage = {}
    for number, name in enumerate(params.vintages):
        criteria = {mode: read_tidy(snakemake.input[mode][number]) for mode in params.modes}
        conclusions = [
            *text_conclusions(
                read_tidy(snakemake.input.irf[number]),
                published["var"]["text_claims"],
                published["var"]["place"],
                claims,
            ),
            *moment_conclusions(read_tidy(snakemake.input.moments[number]), published["table_1_3"]["VAR"], moments),
            *criterion_conclusions(criteria, published["table_1_2"]["Calvo_sum"], criterion),
        ]
        for place, (targets, entry) in enumerate(params.estimates.items()):
            section, column = entry
            point = read_tidy(snakemake.input.estimates[place * len(params.vintages) + number])
            printed = published[section]
            conclusions += estimate_conclusions(targets, point, printed[column], printed["place"], estimated)
        by_vintage[name] = conclusions
    rows = conclusion_rows(by_vintage)
    log.info("%d of %d verdicts change", rows["flips"].sum(), len(rows) - len(by_vintage[params.vintages[0]]))
    write_tidy(rows, snakemake.output.conclusions)
