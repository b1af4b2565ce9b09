"""Earned value: what was planned, done and spent, and where that leads."""
