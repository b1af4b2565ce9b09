"""What the inbox asks the database."""
