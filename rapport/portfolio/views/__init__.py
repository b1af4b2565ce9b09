"""Pages over all projects."""
