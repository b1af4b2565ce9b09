"""Reads over questions."""
