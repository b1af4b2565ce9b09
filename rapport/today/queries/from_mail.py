"""Conversations waiting on us, and mail that did not get out."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.cases.models import Case
from rapport.inbox.models import Conversation, Dispatch
from rapport.lib.felt import Felt
from rapport.lib.visibility import Turn
from rapport.today.queries.need import Desk, Need
from rapport.ui import words
from rapport.workspaces.visible import VisibleTo

MOST = 30

_FAILED = VisibleTo(
    lambda reader: (
        Dispatch.objects.filter(
            state=Dispatch.State.FAILED,
            message__conversation__in=Conversation.objects.visible_to(reader).live(),
        )
        .select_related("message__conversation__client")
        .defer("content", "message__html", "message__text")
        .order_by("-created_at")[:MOST]
    )
)
_WAITING = VisibleTo(
    lambda reader: (
        Conversation.objects.visible_to(reader)
        .waiting_on(Turn.US)
        # Not `case=None`: PostgreSQL takes a join without a match for a rare thing, and sorts all.
        .filter(~Exists(Case.objects.filter(conversation=OuterRef("pk"))))
        .filter(is_history=False, client__isnull=False)
        .select_related("client")
        .order_by("turn_since", "pk")[:MOST]
    )
)


def needs(desk: Desk) -> Iterator[Need]:
    """Mail that failed; then what clients wrote that is no case and has no answer."""
    yield from _failed(desk)
    yield from _waiting(desk)


def _failed(desk: Desk) -> Iterator[Need]:
    for row in _FAILED(desk.reader):
        talk = row.message.conversation if row.message else None
        if talk is None or not desk.is_mine(row.message.author_id if row.message else None):
            continue
        yield Need(
            felt=Felt.NOT_DELIVERED,
            since=row.created_at,
            title=_("Not delivered: %(subject)s") % {"subject": talk.subject or _("(no subject)")},
            why=words.beginning(row.error, 160),
            action=_("Look"),
            url=_to(talk, desk.slug),
        )


def _waiting(desk: Desk) -> Iterator[Need]:
    for talk in _WAITING(desk.reader):
        if not desk.is_mine(talk.assignee_id):
            continue
        yield Need(
            felt=Felt.MESSAGE_WAITING,
            since=talk.turn_since,
            title=f"{talk.client} — {talk.subject or _('(no subject)')}",
            why=(_("Sender not proved") + " · " if talk.is_suspicious else "")
            + _("Wrote %(since)s") % {"since": words.distance(talk.turn_since, desk.at)}
            + (f" · {words.beginning(talk.preview, 90)}" if talk.preview else ""),
            action=_("Reply"),
            url=_to(talk, desk.slug),
        )


def _to(talk: Conversation, slug: str) -> str:
    return reverse("inbox.conversation", kwargs={"slug": slug, "number": talk.number})
