"""The abuse cases: what a hostile world tries, each by its number."""
