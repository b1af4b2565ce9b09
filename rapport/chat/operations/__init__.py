"""Every write of chat."""
