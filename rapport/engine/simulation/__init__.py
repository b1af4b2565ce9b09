"""What can happen to a plan: many runs of its network with durations drawn anew."""
