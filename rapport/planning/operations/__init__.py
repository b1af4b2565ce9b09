"""Writes of schedules and imports."""
