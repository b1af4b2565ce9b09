"""Values and small helpers without models."""
