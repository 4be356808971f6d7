"""Real interest rates in a production economy: equilibria, yields, certificates and their figures."""

ECONOMY = config["production_economy"]
PRODUCTION_ECONOMY_FIGURES = [
    "figure_production_economy_prices",
    "figure_production_economy_decomposition",
    "figure_production_economy_yields",
    "figure_production_economy_correlation",
]
PRODUCTION_ECONOMY_FILES = [
    *expand(
        "results/production_economy/{file}.csv",
        file=[
            "equilibrium",
            "yields",
            "certificate",
            "state_grid",
            "correlation",
            "correlation_certificate",
        ],
    ),
    *expand("results/figures/{figure}.{format}", figure=PRODUCTION_ECONOMY_FIGURES, format=FORMATS),
]


rule solve_production_economy:
    output:
        equilibrium="results/production_economy/equilibrium.csv",
        state_grid="results/production_economy/state_grid.csv",
        yields="results/production_economy/yields.csv",
        certificate="results/production_economy/certificate.csv",
    log:
        "logs/solve_production_economy.log",
    benchmark:
        "benchmarks/rules/solve_production_economy.tsv"
    conda:
        "../../environment.yml"
    params:
        parameters=ECONOMY["parameters"],
        nodes=ECONOMY["nodes"],
        state_limit=ECONOMY["state_limit"],
        risk_aversions=ECONOMY["risk_aversions"],
        states=ECONOMY["states"],
        maturities=ECONOMY["maturities"],
        state_grid=ECONOMY["state_grid"],
        code=code_version("solve_production_economy"),
    script:
        "../../scripts/solve_production_economy.py"


rule sweep_correlation:
    output:
        table="results/production_economy/correlation.csv",
        certificate="results/production_economy/correlation_certificate.csv",
    log:
        "logs/sweep_correlation.log",
    benchmark:
        "benchmarks/rules/sweep_correlation.tsv"
    conda:
        "../../environment.yml"
    params:
        parameters=ECONOMY["parameters"],
        nodes=ECONOMY["nodes"],
        state_limit=ECONOMY["state_limit"],
        risk_aversions=ECONOMY["risk_aversions"],
        correlations=ECONOMY["correlations"],
        code=code_version("sweep_correlation"),
    script:
        "../../scripts/sweep_correlation.py"


rule draw_production_economy:
    input:
        state_grid="results/production_economy/state_grid.csv",
    output:
        expand("results/figures/figure_production_economy_prices.{format}", format=FORMATS),
    log:
        "logs/draw_production_economy.log",
    benchmark:
        "benchmarks/rules/draw_production_economy.tsv"
    conda:
        "../../environment.yml"
    params:
        parameters=ECONOMY["parameters"],
        code=code_version("draw_production_economy"),
    script:
        "../../scripts/draw_production_economy.py"


rule draw_short_rate_terms:
    input:
        state_grid="results/production_economy/state_grid.csv",
    output:
        expand("results/figures/figure_production_economy_decomposition.{format}", format=FORMATS),
    log:
        "logs/draw_short_rate_terms.log",
    benchmark:
        "benchmarks/rules/draw_short_rate_terms.tsv"
    conda:
        "../../environment.yml"
    params:
        parameters=ECONOMY["parameters"],
        code=code_version("draw_short_rate_terms"),
    script:
        "../../scripts/draw_short_rate_terms.py"


rule draw_yield_curves:
    input:
        yields="results/production_economy/yields.csv",
    output:
        expand("results/figures/figure_production_economy_yields.{format}", format=FORMATS),
    log:
        "logs/draw_yield_curves.log",
    benchmark:
        "benchmarks/rules/draw_yield_curves.tsv"
    conda:
        "../../environment.yml"
    params:
        parameters=ECONOMY["parameters"],
        code=code_version("draw_yield_curves"),
    script:
        "../../scripts/draw_yield_curves.py"


rule draw_correlation:
    input:
        table="results/production_economy/correlation.csv",
    output:
        expand("results/figures/figure_production_economy_correlation.{format}", format=FORMATS),
    log:
        "logs/draw_correlation.log",
    benchmark:
        "benchmarks/rules/draw_correlation.tsv"
    conda:
        "../../environment.yml"
    params:
        state=ECONOMY["correlations"]["state"],
        maturity=ECONOMY["correlations"]["maturity"],
        parameters={name: value for name, value in ECONOMY["parameters"].items() if name != "correlation"},
        code=code_version("draw_correlation"),
    script:
        "../../scripts/draw_correlation.py"


# The production economy of Cox, Ingersoll and Ross.
rule production_economy:
    input:
        PRODUCTION_ECONOMY_FILES,
    localrule: True
