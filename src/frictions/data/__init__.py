"""Real US series: the catalogue, the three sources behind it, and the eleven variables built from them."""
