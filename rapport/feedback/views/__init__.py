"""Pages of feedback: ours, and the client's."""
