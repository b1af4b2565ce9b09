"""The widget of a channel, and who writes in it."""

from rapport.chat.models.visitor import Declined, Visitor
from rapport.chat.models.widget import Widget

__all__ = ["Declined", "Visitor", "Widget"]
