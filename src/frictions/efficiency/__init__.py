"""Production efficiency and price informativeness: the model, its estimators and its simulated panel."""
