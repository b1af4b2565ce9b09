"""Time noted on a conversation goes along when that goes into another one, and comes back."""

from datetime import datetime

from django.utils.translation import ngettext

from rapport.inbox.companions import Kept
from rapport.inbox.models import Conversation
from rapport.timesheets.models import TimeEntry


def said(source: Conversation, target: Conversation) -> str:
    """How much goes along."""
    n = TimeEntry.objects.live().filter(conversation=source).count()
    if not n:
        return ""
    return ngettext("%(n)d time entry goes along.", "%(n)d time entries go along.", n) % {"n": n}


def join(source: Conversation, target: Conversation, at: datetime) -> Kept:
    """All of them, binned ones too. Returns which."""
    rows = TimeEntry.objects.filter(conversation=source)
    gone = list(rows.values_list("pk", flat=True))
    rows.update(conversation=target)
    return {"entries": gone}


def part(source: Conversation, target: Conversation, kept: Kept) -> None:
    """Those that went come back; what was noted since stays."""
    went = TimeEntry.objects.filter(pk__in=kept["entries"], conversation=target)
    went.update(conversation=source)
