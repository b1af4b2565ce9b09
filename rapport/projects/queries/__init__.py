"""Reads on projects and tasks."""
