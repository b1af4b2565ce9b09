"""All projects along one line of time."""
