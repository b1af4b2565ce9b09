"""Stored files and how they are served.

Owns: StoredFile. A file is on disk, named by its hash, before its row exists; names people gave are
only labels.
"""
