"""Levelling: what was asked, and the moves it came to."""

from rapport.portfolio.models.levelling import Levelling, Move

__all__ = ["Levelling", "Move"]
