"""Writes of time."""
