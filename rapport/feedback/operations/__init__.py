"""Every write on feedback."""
