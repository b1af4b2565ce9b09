"""Earned value and the checks of a plan."""
