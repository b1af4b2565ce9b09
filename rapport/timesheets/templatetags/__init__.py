"""Template tags of time."""
