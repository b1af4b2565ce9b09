"""Every write of channels."""
