"""Explanations of published numbers that differ: declared families of variants, each tried as a whole."""
