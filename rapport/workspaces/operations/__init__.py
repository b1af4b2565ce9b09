"""Writes on workspaces."""
