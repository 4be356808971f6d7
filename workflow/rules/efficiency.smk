"""Production efficiency and price informativeness: the model, its panels of firms, the cross-section."""

EFFICIENCY = config["efficiency"]
# An overlay cannot delete a key, so `model: null` drops a panel, and so with paths and variants.
EFFICIENCY_PATHS = {name: path for name, path in EFFICIENCY["paths"].items() if path is not None}
DURABLE_VARIANTS = {name: variant for name, variant in EFFICIENCY["durable_capital"].items() if variant is not None}
PANELS = {
    name: panel
    # Simulated panels first, whatever the order in which overlays name them.
    for name, panel in sorted(
        config["firms"]["panels"].items(), key=lambda item: (item[1] or {}).get("source") != "model"
    )
    if panel is not None
}
if not PANELS:
    stop("setting firms.panels: no panel is left")
EFFICIENCY_FIGURES = [
    "figure_efficiency_eta",
    "figure_efficiency_path",
    "figure_efficiency_existence",
    "figure_efficiency_robustness",
    "figure_info_sen",
]
EFFICIENCY_FILES = [
    *expand(
        "results/efficiency/{file}.csv",
        file=[
            "stationary",
            "information",
            "existence",
            "profit",
            "certificate",
            "path",
            "path_certificate",
            "dynamic_capital",
            "dynamic_capital_certificate",
        ],
    ),
    *expand(
        "results/info_sen/{panel}/{file}.csv", panel=PANELS, file=["firms", "regression", "variants", "exclusions"]
    ),
    *expand("results/tables/table_info_sen.{format}", format=TABLE_FORMATS),
    *expand("results/figures/{figure}.{format}", figure=EFFICIENCY_FIGURES, format=FORMATS),
]


wildcard_constraints:
    panel="|".join(PANELS),


rule solve_efficiency:
    output:
        stationary="results/efficiency/stationary.csv",
        information="results/efficiency/information.csv",
        existence="results/efficiency/existence.csv",
        profit="results/efficiency/profit.csv",
        certificate="results/efficiency/certificate.csv",
    log:
        "logs/solve_efficiency.log",
    benchmark:
        "benchmarks/rules/solve_efficiency.tsv"
    conda:
        "../../environment.yml"
    params:
        parameters=EFFICIENCY["parameters"],
        efficiencies=EFFICIENCY["efficiencies"],
        existence=EFFICIENCY["existence"],
        scales=EFFICIENCY["example_profit_scales"],
        code=code_version("solve_efficiency"),
    script:
        "../../scripts/solve_efficiency.py"


rule solve_efficiency_path:
    output:
        path="results/efficiency/path.csv",
        certificate="results/efficiency/path_certificate.csv",
    log:
        "logs/solve_efficiency_path.log",
    benchmark:
        "benchmarks/rules/solve_efficiency_path.tsv"
    conda:
        "../../environment.yml"
    params:
        parameters=EFFICIENCY["parameters"],
        paths=EFFICIENCY_PATHS,
        code=code_version("solve_efficiency_path"),
    script:
        "../../scripts/solve_efficiency_path.py"


rule solve_durable_capital:
    output:
        table="results/efficiency/dynamic_capital.csv",
        certificate="results/efficiency/dynamic_capital_certificate.csv",
    log:
        "logs/solve_durable_capital.log",
    benchmark:
        "benchmarks/rules/solve_durable_capital.tsv"
    conda:
        "../../environment.yml"
    params:
        parameters=EFFICIENCY["parameters"],
        efficiencies=EFFICIENCY["efficiencies"],
        variants=DURABLE_VARIANTS,
        code=code_version("solve_durable_capital"),
    script:
        "../../scripts/solve_durable_capital.py"


rule build_firm_panel:
    input:
        # The file that a panel is read from, or the file with its prices; none where it is simulated or pulled.
        file=lambda wildcards: PANELS[wildcards.panel].get("file") or PANELS[wildcards.panel].get("price_file") or [],
    output:
        panel="results/info_sen/{panel}/panel.npz",
    log:
        "logs/build_firm_panel/{panel}.log",
    benchmark:
        "benchmarks/rules/build_firm_panel/{panel}.tsv"
    conda:
        "../../environment.yml"
    params:
        # How a panel comes about; how it is used is not part of it.
        settings=lambda wildcards: {
            key: value
            for key, value in PANELS[wildcards.panel].items()
            if key not in ("estimates", "measures", "sensitivities", "note")
        },
        # Only simulated firms have the model's parameters.
        parameters=lambda wildcards: (
            EFFICIENCY["parameters"] if PANELS[wildcards.panel]["source"] == "model" else None
        ),
        code=code_version("build_firm_panel"),
    script:
        "../../scripts/build_firm_panel.py"


rule estimate_info_sen:
    input:
        panel="results/info_sen/{panel}/panel.npz",
    output:
        firms="results/info_sen/{panel}/firms.csv",
        regression="results/info_sen/{panel}/regression.csv",
        variants="results/info_sen/{panel}/variants.csv",
        exclusions="results/info_sen/{panel}/exclusions.csv",
    log:
        "logs/estimate_info_sen/{panel}.log",
    benchmark:
        "benchmarks/rules/estimate_info_sen/{panel}.tsv"
    conda:
        "../../environment.yml"
    params:
        estimates=lambda wildcards: PANELS[wildcards.panel]["estimates"],
        measures=lambda wildcards: PANELS[wildcards.panel]["measures"],
        sensitivities=lambda wildcards: PANELS[wildcards.panel]["sensitivities"],
        code=code_version("estimate_info_sen"),
    script:
        "../../scripts/estimate_info_sen.py"


rule tabulate_info_sen:
    input:
        variants=expand("results/info_sen/{panel}/variants.csv", panel=PANELS),
        firms=expand("results/info_sen/{panel}/firms.csv", panel=PANELS),
        exclusions=expand("results/info_sen/{panel}/exclusions.csv", panel=PANELS),
        information="results/efficiency/information.csv",
        published="config/published.yaml",
    output:
        expand("results/tables/table_info_sen.{format}", format=TABLE_FORMATS),
    log:
        "logs/tabulate_info_sen.log",
    benchmark:
        "benchmarks/rules/tabulate_info_sen.tsv"
    conda:
        "../../environment.yml"
    params:
        panels={
            name: {key: panel.get(key) for key in ("source", "note", "measures", "sensitivities")}
            for name, panel in PANELS.items()
        },
        code=code_version("tabulate_info_sen"),
    script:
        "../../scripts/tabulate_info_sen.py"


rule draw_efficiency:
    input:
        stationary="results/efficiency/stationary.csv",
    output:
        expand("results/figures/figure_efficiency_eta.{format}", format=FORMATS),
    log:
        "logs/draw_efficiency.log",
    benchmark:
        "benchmarks/rules/draw_efficiency.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("draw_efficiency"),
    script:
        "../../scripts/draw_efficiency.py"


rule draw_efficiency_path:
    input:
        path="results/efficiency/path.csv",
    output:
        expand("results/figures/figure_efficiency_path.{format}", format=FORMATS),
    log:
        "logs/draw_efficiency_path.log",
    benchmark:
        "benchmarks/rules/draw_efficiency_path.tsv"
    conda:
        "../../environment.yml"
    params:
        dates={name: path["date"] for name, path in EFFICIENCY_PATHS.items()},
        code=code_version("draw_efficiency_path"),
    script:
        "../../scripts/draw_efficiency_path.py"


rule draw_efficiency_existence:
    input:
        existence="results/efficiency/existence.csv",
    output:
        expand("results/figures/figure_efficiency_existence.{format}", format=FORMATS),
    log:
        "logs/draw_efficiency_existence.log",
    benchmark:
        "benchmarks/rules/draw_efficiency_existence.tsv"
    conda:
        "../../environment.yml"
    params:
        eta=EFFICIENCY["parameters"]["eta"],
        gamma=EFFICIENCY["parameters"]["gamma"],
        code=code_version("draw_efficiency_existence"),
    script:
        "../../scripts/draw_efficiency_existence.py"


rule draw_efficiency_robustness:
    input:
        capital="results/efficiency/dynamic_capital.csv",
        profit="results/efficiency/profit.csv",
    output:
        expand("results/figures/figure_efficiency_robustness.{format}", format=FORMATS),
    log:
        "logs/draw_efficiency_robustness.log",
    benchmark:
        "benchmarks/rules/draw_efficiency_robustness.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("draw_efficiency_robustness"),
    script:
        "../../scripts/draw_efficiency_robustness.py"


rule draw_info_sen:
    input:
        firms=expand("results/info_sen/{panel}/firms.csv", panel=PANELS),
        variants=expand("results/info_sen/{panel}/variants.csv", panel=PANELS),
        published="config/published.yaml",
    output:
        expand("results/figures/figure_info_sen.{format}", format=FORMATS),
    log:
        "logs/draw_info_sen.log",
    benchmark:
        "benchmarks/rules/draw_info_sen.tsv"
    conda:
        "../../environment.yml"
    params:
        panels={
            name: {
                "source": panel["source"],
                "measures": panel["measures"],
                "sensitivity": panel["sensitivities"][0],
                "across": panel["estimates"]["across"],
            }
            for name, panel in PANELS.items()
        },
        code=code_version("draw_info_sen"),
    script:
        "../../scripts/draw_info_sen.py"


# The poster: production efficiency and price informativeness.
rule efficiency:
    input:
        EFFICIENCY_FILES,
    localrule: True
