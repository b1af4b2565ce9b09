"""Writes on projects and tasks."""
