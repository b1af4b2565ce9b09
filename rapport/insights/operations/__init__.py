"""Counts, and nothing else: what is counted can be counted anew."""
