"""Writes on files."""
