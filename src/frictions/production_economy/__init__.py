"""Real interest rates in a production economy after Cox, Ingersoll and Ross (1985)."""
