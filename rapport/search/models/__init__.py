"""The search index."""

from rapport.search.models.document import SearchDocument

__all__ = ["SearchDocument"]
