"""Tie two conversations that are to be read together, and untie them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Conversation, SeeAlso
from rapport.lib.inserting import insert_unless_there
from rapport.lib.refusal import Refused


class NotTied(Refused):
    """These two cannot be tied."""


@transaction.atomic
def tie(here: Conversation, there: Conversation, *, by: Acts, at: datetime) -> None:
    """Each leads to the other from now on. Tied ones stay tied."""
    if here.pk == there.pk:
        raise NotTied(_("This is the same conversation."))
    one, other = sorted((here, there), key=lambda row: row.pk)
    row = SeeAlso(
        workspace_id=here.workspace_id, one=one, other=other, at=at,
        by=by if isinstance(by, Member) else None,
    )  # fmt: skip
    if insert_unless_there(row):
        _publish(events.CONVERSATIONS_TIED, here, there, by, at)


@transaction.atomic
def untie(here: Conversation, there: Conversation, *, by: Acts, at: datetime) -> None:
    """Neither leads to the other any more."""
    one, other = sorted((here.pk, there.pk))
    gone, _kinds = SeeAlso.objects.filter(one=one, other=other).delete()
    if gone:
        _publish(events.CONVERSATIONS_UNTIED, here, there, by, at)


def _publish(verb: str, here: Conversation, there: Conversation, by: Acts, at: datetime) -> None:
    facts = {"number": here.number, "other": there.pk, "other_number": there.number}
    publish(verb, subject=here, by=by, at=at, facts=facts)
