"""Writes on notifications."""
