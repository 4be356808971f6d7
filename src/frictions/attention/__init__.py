"""Rational inattention: firms pay for what they know when they set a price and a stock of goods."""
