"""Levelling: what was asked, and the moves it came to; and the ways to do a task."""

from rapport.portfolio.models.levelling import Levelling, Move
from rapport.portfolio.models.way import Way

__all__ = ["Levelling", "Move", "Way"]
