"""The verbs of the story, each one call of the product's own operations."""
