"""Every write of the inbox."""
