"""Figures in vector and raster form."""

FORMATS = config["figures"]["formats"]
# Figures of the source by sample; a sample of one's own becomes figure_var_<sample>.
VAR_FIGURE_NUMBERS = {"baseline": "1.6", "post_volcker": "1.7"}
VAR_FIGURES = {
    (
        f"figure_{VAR_FIGURE_NUMBERS[sample].replace('.', '_')}"
        if sample in VAR_FIGURE_NUMBERS
        else f"figure_var_{sample}"
    ): sample
    for sample in SAMPLES
}
FIGURE_FILES = expand("results/figures/{figure}.{format}", figure=VAR_FIGURES, format=FORMATS)


def of_sample(file):
    """The file of the sample that a figure of the VAR draws."""
    return lambda wildcards: f"results/var/{VAR_FIGURES[wildcards.var_figure]}/{file}"


rule draw_var_figure:
    input:
        irf=of_sample("irf.csv"),
        summary=of_sample("summary.csv"),
        substitutes="results/data/substitutes.csv",
        published="config/published.yaml",
    output:
        expand("results/figures/{{var_figure}}.{format}", format=FORMATS),
    log:
        "logs/draw_var_figure/{var_figure}.log",
    benchmark:
        "benchmarks/rules/draw_var_figure/{var_figure}.tsv"
    wildcard_constraints:
        var_figure="|".join(VAR_FIGURES),
    conda:
        "../../environment.yml"
    params:
        number=lambda wildcards: VAR_FIGURE_NUMBERS.get(VAR_FIGURES[wildcards.var_figure]),
        # The text's numbers are about the first figure.
        claims=lambda wildcards: VAR_FIGURES[wildcards.var_figure] == "baseline",
        units=VARIABLE_UNITS,
        shock=config["var"]["shock_percentage_points"],
        coverage=config["bootstrap"]["coverage"],
        code=code_version("draw_var_figure"),
    script:
        "../../scripts/draw_var_figure.py"
