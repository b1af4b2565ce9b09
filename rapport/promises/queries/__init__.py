"""Reads over promises."""
