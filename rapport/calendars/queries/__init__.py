"""Reads of working time."""
