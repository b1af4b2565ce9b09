"""The page, the lists behind its figures, and its files."""
