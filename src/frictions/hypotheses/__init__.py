"""Explanations of published numbers that differ: families of variants, each judged as a whole."""
