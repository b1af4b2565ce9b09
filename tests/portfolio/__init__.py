"""Load over all projects, and what could move."""
