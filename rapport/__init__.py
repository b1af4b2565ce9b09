"""The workplace of the client services project manager."""

__version__ = "0.1.0"
