"""Stored files."""

from rapport.files.models.stored_file import StoredFile

__all__ = ["StoredFile"]
