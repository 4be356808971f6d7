"""Linear rational-expectations models: equations, solution, responses; knows no economic model."""
