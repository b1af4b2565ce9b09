"""Calls go along when the conversation they were about goes into another one."""

from datetime import datetime

from rapport.channels.models import Call, CallRecord
from rapport.inbox.companions import Kept
from rapport.inbox.models import Conversation


def said(source: Conversation, target: Conversation) -> str:
    """Nothing that anybody needs to know beforehand: their notes are messages, and go anyway."""
    return ""


def join(source: Conversation, target: Conversation, at: datetime) -> Kept:
    """Returns which."""
    moved = list(Call.objects.filter(conversation=source).values_list("pk", flat=True))
    Call.objects.filter(pk__in=moved).update(conversation=target)
    records = list(CallRecord.objects.filter(conversation=source).values_list("pk", flat=True))
    CallRecord.objects.filter(pk__in=records).update(conversation=target)
    return {"calls": moved, "records": records}


def part(source: Conversation, target: Conversation, kept: Kept) -> None:
    """Those that came go back."""
    rows = Call.objects.filter(pk__in=kept.get("calls", []), conversation=target)
    rows.update(conversation=source)
    records = CallRecord.objects.filter(pk__in=kept.get("records", []), conversation=target)
    records.update(conversation=source)
