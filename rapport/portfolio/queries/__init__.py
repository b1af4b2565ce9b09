"""Reads over all projects."""
