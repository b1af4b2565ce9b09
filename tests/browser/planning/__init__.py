"""The plan in a real browser."""
