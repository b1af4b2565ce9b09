"""Pages of all projects at once."""
