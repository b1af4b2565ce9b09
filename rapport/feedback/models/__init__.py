"""Satisfaction."""

from rapport.feedback.models.survey import Answer, Invitation

__all__ = ["Answer", "Invitation"]
