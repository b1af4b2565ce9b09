"""Whole days, in real browsers against a real server and real mail."""
