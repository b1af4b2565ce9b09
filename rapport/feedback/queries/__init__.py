"""Reads over feedback."""
