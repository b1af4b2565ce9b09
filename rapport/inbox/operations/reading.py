"""Say how far one has read, and that one wants to read something again. No act: nothing is
published, and nobody else is told."""

from datetime import datetime

from django.db.models import Subquery

from rapport.accounts.models import Member
from rapport.inbox.models import Conversation, Reading
from rapport.lib.inserting import insert_or_change
from rapport.workspaces.prepared import Question

_UPTO = Question(
    lambda member, talk: Reading.objects.filter(
        member=member, conversation=talk, is_kept=False
    ).values_list("upto")
)


def read(conversation: Conversation, *, by: Member) -> None:
    """They have seen all that is in it. Said again it costs one look."""
    upto = conversation.last_message_at
    known = _UPTO.first(by.pk, conversation.pk)
    if known is None or known[0] < upto:
        _note(conversation, by, upto=upto, is_kept=False)


def keep_unread(conversation: Conversation, *, by: Member) -> None:
    """It counts as unread for them, however old, until they open it again."""
    _note(conversation, by, upto=conversation.last_message_at, is_kept=True)


def has_written(conversation: int, member: int) -> None:
    """What somebody wrote themselves is not new to them; what they keep unread stays so."""
    last = Conversation.objects.filter(pk=conversation).values("last_message_at")
    rows = Reading.objects.filter(conversation=conversation, member=member)
    rows.update(upto=Subquery(last))


def _note(conversation: Conversation, by: Member, *, upto: datetime, is_kept: bool) -> None:
    row = Reading(
        workspace_id=conversation.workspace_id, conversation=conversation, member=by, upto=upto,
        is_kept=is_kept,
    )  # fmt: skip
    insert_or_change(row, key=["member_id", "conversation_id"], change=["upto", "is_kept"])
