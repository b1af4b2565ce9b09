"""The workplace of the client services project manager."""
