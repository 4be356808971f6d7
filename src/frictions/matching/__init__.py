"""Minimum-distance estimation: weights, criterion, estimates, inference, profiles and comparison; knows no model."""
