"""Every write on deliverables."""
