"""The widget of a channel, who writes in it, and what they bring in."""

from rapport.chat.models.site_secret import SiteSecret
from rapport.chat.models.upload import Upload
from rapport.chat.models.visitor import Declined, Visitor
from rapport.chat.models.widget import Widget

__all__ = ["Declined", "SiteSecret", "Upload", "Visitor", "Widget"]
