"""Satisfaction, and whether what was mended held."""

from rapport.feedback.models.holding import Holding
from rapport.feedback.models.survey import Answer, Invitation

__all__ = ["Answer", "Holding", "Invitation"]
