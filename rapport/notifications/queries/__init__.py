"""Reads on notifications."""
