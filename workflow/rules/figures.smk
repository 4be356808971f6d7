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
STATICS_FIGURES = [f"figure_1_{number}" for number in range(1, 6)]
# Lines by label. Model: the column of the source that a figure's claims are about.
CALVO_NOTE = (
    "Calvo: the model at the source's estimates, with the average cost in place of the marginal one, which gives its "
    "numbers, or with the marginal cost, which solves the firm's problem."
)
MODEL_FIGURES = {
    "figure_1_8": {
        "title": "Rational inattention, Calvo model and VAR at the source's parameters (Figure 1.8)",
        "lines": {
            "Calvo (average)": "results/calvo/table_1_1/average/irf.csv",
            "RI, optimal, separate": "results/attention/benchmark/optimal_separate/irf.csv",
            "RI, optimal, joint": "results/attention/benchmark/optimal_joint/irf.csv",
            "RI, reconstruction": "results/attention/benchmark/reconstruction/irf.csv",
        },
        "attention": True,
        "note": CALVO_NOTE,
    },
    "figure_1_9": {
        "title": "Calvo model and VAR, four variables matched (Figure 1.9)",
        "lines": {
            "Calvo, source (average)": "results/calvo/figure_1_9/average/irf.csv",
            "Calvo, source (marginal)": "results/calvo/figure_1_9/marginal/irf.csv",
            "Calvo, estimated here": "results/calvo/estimates/four/irf.csv",
        },
        "attention": False,
        "note": CALVO_NOTE,
    },
}
MODEL_FIGURES["figure_estimates"] = {
    "title": "Rational inattention and the Calvo model, estimated on the same six responses of the VAR",
    "lines": {
        "Calvo, source (marginal)": "results/calvo/table_1_1/marginal/irf.csv",
        "Calvo, estimated here": "results/calvo/estimates/six/irf.csv",
        "RI, joint, estimated here": "results/attention/estimates/joint/irf.csv",
        "RI, separate, estimated here": "results/attention/estimates/irf.csv",
    },
    "attention": True,
    "note": "Calvo: with the marginal cost, which solves the firm's problem.",
}
FIGURE_FILES = expand(
    "results/figures/{figure}.{format}",
    figure=[*VAR_FIGURES, *STATICS_FIGURES, *MODEL_FIGURES, "figure_1_16"],
    format=FORMATS,
)


rule draw_var_figure:
    input:
        irf=of_sample("irf.csv"),
        bands=of_sample("bands.csv"),
        draws=of_sample("draws.csv"),
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
        stable_band=f"{'percentile' if config['bootstrap']['band'] in OWN_DRAWS else config['bootstrap']['band']}_stable",
        code=code_version("draw_var_figure"),
    script:
        "../../scripts/draw_var_figure.py"


rule draw_statics_figure:
    input:
        arrays="results/inventory/comparative_statics.npz",
    output:
        expand("results/figures/{{statics_figure}}.{format}", format=FORMATS),
    log:
        "logs/draw_statics_figure/{statics_figure}.log",
    benchmark:
        "benchmarks/rules/draw_statics_figure/{statics_figure}.tsv"
    wildcard_constraints:
        statics_figure="|".join(STATICS_FIGURES),
    conda:
        "../../environment.yml"
    params:
        sizes=config["comparative_statics"],
        code=code_version("draw_statics_figure"),
    script:
        "../../scripts/draw_statics_figure.py"


rule draw_model_figure:
    input:
        var=f"results/var/{MAIN_SAMPLE}/irf.csv",
        lines=lines_of_figure,
        substitutes="results/data/substitutes.csv",
        published="config/published.yaml",
    output:
        expand("results/figures/{{model_figure}}.{format}", format=FORMATS),
    log:
        "logs/draw_model_figure/{model_figure}.log",
    benchmark:
        "benchmarks/rules/draw_model_figure/{model_figure}.tsv"
    wildcard_constraints:
        model_figure="|".join(MODEL_FIGURES),
    conda:
        "../../environment.yml"
    params:
        title=lambda wildcards: MODEL_FIGURES[wildcards.model_figure]["title"],
        labels=lambda wildcards: list(MODEL_FIGURES[wildcards.model_figure]["lines"]),
        attention=lambda wildcards: MODEL_FIGURES[wildcards.model_figure]["attention"],
        note=lambda wildcards: MODEL_FIGURES[wildcards.model_figure]["note"],
        coverage=config["bootstrap"]["coverage"],
        code=code_version("draw_model_figure"),
    script:
        "../../scripts/draw_model_figure.py"


rule draw_money_figure:
    input:
        irf="results/calvo/money_growth/marginal/irf.csv",
        experiment="config/experiments/calvo/money_growth.yaml",
        published="config/published.yaml",
    output:
        expand("results/figures/figure_1_16.{format}", format=FORMATS),
    log:
        "logs/draw_money_figure.log",
    benchmark:
        "benchmarks/rules/draw_money_figure.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("draw_money_figure"),
    script:
        "../../scripts/draw_money_figure.py"


# Chapter 1: data, VAR, the inventory model, their tables and figures.
rule inventories:
    input:
        DATA_FILES,
        VAR_FILES,
        INVENTORY_FILES,
        TABLE_FILES,
        FIGURE_FILES,
    localrule: True
