"""Pages of channels, and the door for vendors."""
