"""Until when a new conversation may expect its first answer, were it a case."""

from datetime import datetime

from rapport.cases.models import Case, Priority
from rapport.cases.queries import targets
from rapport.cases.queries.hours import hours_of
from rapport.engine.business_time import NeverOpen, add_working
from rapport.inbox.models import Conversation


def first_answer(conversation: Conversation, at: datetime) -> datetime | None:
    """By the times that are agreed with its client for a question, in the hours in which they
    count."""
    client = conversation.client_id
    agreed = targets.agreed(kind=Case.Kind.QUESTION, priority=Priority.NORMAL, client=client)
    if agreed.aim.reply is None:
        return None
    like = Case(workspace=conversation.workspace, client_id=client, hours=agreed.hours)
    try:
        return add_working(at, agreed.aim.reply, hours_of(like))
    except NeverOpen:
        return None
