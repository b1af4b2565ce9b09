"""What is counted ahead, so that a year of conversations is read in one query."""

from rapport.insights.models.fact import ConversationFact, Cursor
from rapport.insights.models.packed import PackedDay
from rapport.insights.models.rhythm import ClientRhythm

__all__ = ["ClientRhythm", "ConversationFact", "Cursor", "PackedDay"]
