"""Template filters of control."""
