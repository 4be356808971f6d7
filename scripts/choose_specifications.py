"""The specifications that the claims are read in, and how many combinations each rule leaves out."""

from frictions.data.jobs import job
from frictions.data.tables import write_tidy
from frictions.hypotheses.family import Family
from frictions.robustness.specifications import exclusion_rows, specification_rows, specifications

with job(snakemake) as log:
    family = Family.of(snakemake.params.family)
    chosen = specifications(family, snakemake.params.limit, snakemake.params.seed)
    excluded = exclusion_rows(family)
    log.info(
        "%d combinations, %d left out, %d specifications",
        family.combinations,
        excluded["alone"].sum(),
        len(chosen),
    )
    write_tidy(specification_rows(chosen), snakemake.output.chosen)
    write_tidy(excluded, snakemake.output.exclusions)
