"""Connections to other systems, and the dialects they speak."""
