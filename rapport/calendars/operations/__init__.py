"""Writes of working time."""
