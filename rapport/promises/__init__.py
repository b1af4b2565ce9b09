"""What was promised to whom, when, where, for what date.

Owns: Promise. Forecasts are compared with promises, not only with plans.
"""
