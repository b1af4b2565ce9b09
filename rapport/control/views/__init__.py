"""Pages of how a plan is kept."""
