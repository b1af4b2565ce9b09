"""The inbox as staff sees it."""
