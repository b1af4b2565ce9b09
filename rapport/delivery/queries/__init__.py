"""Reads over deliverables."""
