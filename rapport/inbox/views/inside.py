"""What a conversation's page says of the side: whom it waits for, or what it hangs on."""

from django.utils.timezone import now

from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Conversation, DepartmentRequest, Draft
from rapport.inbox.permissions import REPLY
from rapport.inbox.queries import parties, sides


def shown(request: StaffRequest, talk: Conversation) -> dict[str, object]:
    """Of most conversations nothing, and nothing is asked for it."""
    if not talk.is_side:
        return {"waits": sides.waits(talk), "at": now()}
    return {
        "asked": _request_of(talk), "is_asked": parties.is_asked(talk, request.member), "at": now()
    }  # fmt: skip


def may_reply(request: StaffRequest, talk: Conversation) -> bool:
    """Whether somebody writes as whoever begins here; who was asked answers instead."""
    able = REPLY.held_by(request.member.role)
    return able and not (talk.is_side and parties.is_asked(talk, request.member))


def across(talk: Conversation, draft: Draft | None) -> list[str]:
    """Whom of the other party the begun answer would reach."""
    if draft is None or draft.kind == "note":
        return []
    return parties.across(talk, [email for _name, email in [*draft.to, *draft.cc]])


def _request_of(talk: Conversation) -> DepartmentRequest | None:
    rows = DepartmentRequest.objects.filter(conversation=talk)
    related = rows.select_related("department", "asked_by__user", "owner__user")
    found: DepartmentRequest | None = related.first()
    return found
