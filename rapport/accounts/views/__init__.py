"""Pages about people, the workspace and its settings."""
