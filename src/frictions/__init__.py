"""Replication of models with informational, pricing and collateral frictions.

The package holds the economics and the econometrics. It is imported by the thin programs in ``scripts/``,
which the Snakemake rules call; nothing in a model reads a file or a configuration.
"""

__version__ = "0.1.0"
