"""What the portal sends."""
