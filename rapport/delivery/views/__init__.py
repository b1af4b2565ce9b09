"""Staff pages of deliverables."""
