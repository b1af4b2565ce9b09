"""Every write on questions."""
