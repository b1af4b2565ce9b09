"""Reads of how a plan is kept."""
