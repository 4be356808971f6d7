"""What the claims depend on: the responses of the VAR under other defensible choices of sample, data and method."""
