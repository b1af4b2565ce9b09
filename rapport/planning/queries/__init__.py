"""Reads: the engine's plan of a project, forecasts, the plan page."""
