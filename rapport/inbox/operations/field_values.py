"""Fill in the custom fields of a conversation, and take that back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.models.event import UNDONE_WITHIN
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.field_kinds import canonical
from rapport.inbox.models import Conversation, CustomField, FieldValue
from rapport.inbox.queries import fields as asked
from rapport.lib.refusal import Refused

CODES = (CustomField.Kind.CHOICE, CustomField.Kind.YES_NO)


class NotUndone(Refused):
    """It cannot be taken back."""


class Missing(Refused):
    """A field is to be filled in first."""


@transaction.atomic
def fill_in(
    conversation: Conversation,
    typed: Mapping[CustomField, str],
    *,
    by: Member,
    at: datetime,
) -> int:
    """Set these fields; one that says the same already stays. Returns how many changed."""
    meant = {field: canonical(field, text) for field, text in typed.items()}
    rows = FieldValue.objects.select_for_update().filter(conversation=conversation)
    known = {row.field_id: row for row in rows}
    changed = [
        field
        for field, value in meant.items()
        if _set(conversation, field, value, known.get(field.pk), by=by, at=at)
    ]
    return len(changed)


@transaction.atomic
def take_back(conversation: Conversation, moment: datetime, *, by: Member, at: datetime) -> None:
    """What somebody filled in at that moment says again what it said before; what was changed
    since stays."""
    rows = FieldValue.objects.select_for_update().filter(
        conversation=conversation, by=by, at=moment
    )
    found = list(rows.select_related("field"))
    if not found or at - moment > UNDONE_WITHIN:
        raise NotUndone(_("This cannot be undone any more."))
    for row in found:
        _set(conversation, row.field, row.former, row, by=by, at=at)


def check_filled(conversation: Conversation, *, of_cases: bool = False) -> None:
    """Raise where a field is empty that is to be filled in before closing."""
    if missing := asked.missing(conversation, of_cases=of_cases):
        raise Missing(_("Fill in first: %(names)s.") % {"names": ", ".join(missing)})


def _set(
    conversation: Conversation,
    field: CustomField,
    value: str,
    row: FieldValue | None,
    *,
    by: Member,
    at: datetime,
) -> bool:
    was = row.value if row else ""
    if was == value:
        return False
    FieldValue.objects.update_or_create(
        conversation=conversation, field=field,
        defaults={"value": value, "former": was, "by": by, "at": at},
        create_defaults={
            "workspace_id": conversation.workspace_id, "value": value, "former": was, "by": by,
            "at": at,
        },
    )  # fmt: skip
    codes = {"value": value, "was": was} if field.kind in CODES else {}
    facts = {"number": conversation.number, "field": field.pk, **codes}
    publish(events.CONVERSATION_FIELD_SET, subject=conversation, by=by, at=at, facts=facts)
    return True
