"""Reads of all projects at once."""
