"""Econometrics of the monetary VAR: filter, estimation, resampling, bands and local projections.

Knows no model, no file and no configuration.
"""
