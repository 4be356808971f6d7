"""Comparison of vintages of the data: what was revised, and which conclusions change with it."""
