"""What a backup brings back, and what it refuses."""
