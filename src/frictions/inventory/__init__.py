"""The stock-out inventory model: steady state, common linear block, Calvo pricing, full-information first best."""
