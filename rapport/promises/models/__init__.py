"""Promises."""

from rapport.promises.models.promise import Promise

__all__ = ["Promise"]
