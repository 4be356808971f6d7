"""The robustness variant: capital that lasts, for several discount factors and levels of income."""

from dataclasses import replace

from frictions.certificates import certify
from frictions.data.jobs import job
from frictions.data.tables import write_tidy
from frictions.efficiency.dynamic_capital import Durability
from frictions.efficiency.parameters import Parameters
from frictions.efficiency.tables import durable_variant, dynamic_capital_certificate, dynamic_capital_table

with job(snakemake):
    base = Parameters(**snakemake.params.parameters)
    variants = []
    for name, settings in snakemake.params.variants.items():
        factor, productivity = settings["discount_factor"], settings["log_productivity"]
        durability = Durability(1.0 / base.gross_rate if factor == "market" else factor, settings["depreciation"])
        for eta in snakemake.params.efficiencies:
            p = replace(base, eta=eta, gamma=settings["gamma"], log_demand=settings["log_demand"])
            level = None if productivity == "unit_income" else productivity
            variants.append(durable_variant(name, p, durability, level))
    table = dynamic_capital_table(variants)
    certificate = dynamic_capital_certificate(table)
    certify({" ".join(map(str, key)): (value, bound) for *key, value, bound in certificate.itertuples(index=False)})
    write_tidy(table, snakemake.output.table)
    write_tidy(certificate, snakemake.output.certificate)
