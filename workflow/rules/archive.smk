"""One reproducibility package of the run: `snakemake archive`. It is asked for by name and no part of `rule all`."""

import difflib

ARCHIVABLE = [item.name for item in workflow.rules]
for _target in config["archive"]["targets"]:
    if _target not in ARCHIVABLE:
        _close = difflib.get_close_matches(_target, ARCHIVABLE, n=1)
        stop(f"setting archive.targets: no rule '{_target}'" + (f"; did you mean '{_close[0]}'?" if _close else ""))


# No output is declared: Snakemake would delete the package that is there before it knows whether a new one succeeds.
# The program puts a whole package in place or leaves what was there, and the same run gives the same bytes. No benchmark
# either, which counts as an output: the rule must run whenever it is asked for, after a commit too.
rule archive:
    input:
        lambda wildcards: (
            stop("setting run: a package is made of the run without a name; leave out the setting") if RUN else []
        ),
        [getattr(rules, target).input for target in config["archive"]["targets"]],
    log:
        "logs/archive.log",
    localrule: True
    conda:
        "../../environment.yml"
    params:
        settings=config,
        destination="results/archive",
        scripts={item.name: f"scripts/{Path(item.script).name}" for item in workflow.rules if item.script},
        code=code_version("archive"),
    script:
        "../../scripts/archive.py"
