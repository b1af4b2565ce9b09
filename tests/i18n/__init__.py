"""What a client sees is in their language."""
