"""Writes of levellings."""
