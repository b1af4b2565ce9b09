"""Whom a note calls by name: "@Mara" or "@Mara Winter". Only those who may see the conversation."""

import re

from django.db.models import Q, QuerySet

from rapport.accounts.models import Member
from rapport.inbox.models import Conversation
from rapport.lib.roles import Role
from rapport.projects.models import ProjectMember

OFFERED = 8


def able(conversation: Conversation) -> QuerySet[Member]:
    """Who may be called: staff, and guests of its project."""
    rows: QuerySet[Member] = Member.objects.active().select_related("user")
    guests = ProjectMember.objects.filter(project__in=[conversation.project_id or 0])
    return rows.filter(~Q(role=Role.GUEST) | Q(pk__in=guests.values("member")))


def offered(conversation: Conversation, words: str, *, by: Member) -> list[Member]:
    """Those whose name has these words, by name; not oneself."""
    rows = able(conversation).exclude(pk=by.pk)
    for word in words.split()[:4]:
        rows = rows.filter(user__name__icontains=word)
    return list(rows.order_by("user__name", "pk")[:OFFERED])


def named_in(text: str, conversation: Conversation) -> list[Member]:
    """Those whose first or whole name stands after an @. A whole name calls one person: another
    with the same first name is not meant."""
    if "@" not in text:
        return []
    people = [member for member in able(conversation).order_by("pk") if member.user.name]
    whole = [member for member in people if _calls(text, member.user.name)]
    rest = text
    for member in whole:
        rest = re.sub(_pattern(member.user.name), " ", rest, flags=re.IGNORECASE)
    first = [m for m in people if m not in whole and _calls(rest, m.user.name.partition(" ")[0])]
    return whole + first


def _calls(text: str, name: str) -> bool:
    return bool(name) and re.search(_pattern(name), text, re.IGNORECASE) is not None


def _pattern(name: str) -> str:
    return rf"(?<!\w)@{re.escape(name)}(?!\w)"
