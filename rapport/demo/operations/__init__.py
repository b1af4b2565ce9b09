"""Makes and removes the demo workspace."""
