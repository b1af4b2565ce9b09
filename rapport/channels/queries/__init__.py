"""What channels ask the database."""
