"""Gathering the facts of a report."""
