"""Any grid of parameters over any model: what a sweep is, how a point is solved, how points become one table."""
