"""The check-in page: what needs me, ordered by what the client feels first."""
