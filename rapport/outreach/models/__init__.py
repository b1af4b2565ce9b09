"""Questions."""

from rapport.outreach.models.question import Question

__all__ = ["Question"]
