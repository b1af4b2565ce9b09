"""Filters of the list of alerts."""
