"""The demo workspace: one believable story, made through the product's own operations."""
