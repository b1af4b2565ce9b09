"""Custom fields, and what they say of conversations."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from rapport.inbox.field_kinds import Options, options, shown
from rapport.inbox.models import Conversation, CustomField, FieldValue
from rapport.lib.reader import Reader


@dataclass(frozen=True, slots=True)
class Filled:
    """A field of one conversation: what it says, in its own spelling and in words."""

    field: CustomField
    value: str
    said: str
    options: Options


def defined(reader: Reader) -> list[CustomField]:
    """All of them, in order."""
    rows = CustomField.objects.visible_to(reader).live().order_by("position", "pk")
    return list(rows)


def filled(conversation: Conversation, reader: Reader, *, of_cases: bool) -> list[Filled]:
    """What those fields say that every conversation has, or those of cases alone."""
    fields = [field for field in defined(reader) if field.only_cases == of_cases]
    if not fields:
        return []
    rows = FieldValue.objects.filter(conversation=conversation, field__in=fields)
    values = dict(rows.values_list("field_id", "value"))
    return [
        Filled(field, value := values.get(field.pk, ""), shown(field, value), options(field))
        for field in fields
    ]


def of_every_conversation(reader: Reader) -> list[CustomField]:
    """Those that are not for cases alone."""
    return [field for field in defined(reader) if not field.only_cases]


def chosen_from(reader: Reader) -> list[CustomField]:
    """Those by which the list can be narrowed: where one chooses."""
    kinds = (CustomField.Kind.CHOICE, CustomField.Kind.YES_NO)
    return [field for field in defined(reader) if field.kind in kinds]


def missing(conversation: Conversation, *, of_cases: bool) -> Sequence[str]:
    """Names of those that every conversation has, or those of cases alone, that are required and
    say nothing here."""
    there = FieldValue.objects.filter(conversation=conversation, field=OuterRef("pk"))
    rows = CustomField.objects.live().filter(is_required=True, only_cases=of_cases)
    rows = rows.filter(~Exists(there.exclude(value=""))).order_by("position", "pk")
    return list(rows.values_list("name", flat=True))
