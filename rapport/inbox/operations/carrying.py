"""Carry what hangs on a conversation over to another one, and back."""

from typing import Any

from django.db import models

from rapport.inbox.models import (
    Conversation,
    Draft,
    FieldValue,
    Following,
    Labelling,
    Mention,
    Message,
    Participant,
    SeeAlso,
    TaskTie,
)
from rapport.lib import noted

Moved = dict[str, Any]
# What moves whole, and what is there once for each person: the other's own one stays.
WHOLE: dict[str, type[models.Model]] = {"messages": Message, "mentions": Mention}
ONCE: dict[str, tuple[type[models.Model], str]] = {
    "participants": (Participant, "email"),
    "followings": (Following, "member"),
    "labellings": (Labelling, "label"),
    "field_values": (FieldValue, "field"),
    "task_ties": (TaskTie, "task"),
    "drafts": (Draft, "member"),
}
WRITTEN = ("body", "kind", "file_tokens", "revision", "discarded_at")


def carry(source: Conversation, target: Conversation) -> Moved:
    """Move it; returns the ids by kind. What the other one has already stays where it is."""
    moved: Moved = {}
    for kind, model in WHOLE.items():
        moved[kind] = _move(_of(model, source), target)
    moved["joined"] = _join_drafts(source, target)
    for kind, (model, key) in ONCE.items():
        there = _of(model, target).values(key)
        moved[kind] = _move(_of(model, source).exclude(**{f"{key}__in": there}), target)
    moved["see_also"] = _carry_links(source, target)
    rows = Conversation.objects.filter(resembles=source).exclude(pk=target.pk)
    moved["resembling"] = list(rows.values_list("pk", flat=True))
    rows.update(resembles=target)
    sides = Conversation.objects.filter(side_of=source)
    moved["sides"] = list(sides.values_list("pk", flat=True))
    sides.update(side_of=target)
    led = Conversation.objects.filter(merged_into=source)
    moved["led"] = list(led.values_list("pk", flat=True))
    led.update(merged_into=target)
    return moved


def carry_back(moved: Moved, source: Conversation, target: Conversation) -> None:
    """Move back what came, as far as it is still here."""
    for kind, model in WHOLE.items():
        _of(model, target).filter(pk__in=moved[kind]).update(conversation=source)
    for kind, (model, _key) in ONCE.items():
        _of(model, target).filter(pk__in=moved[kind]).update(conversation=source)
    for draft in Draft.objects.filter(pk__in=[int(pk) for pk in moved["joined"]]):
        changed = moved["joined"][str(draft.pk)]
        if draft.revision == changed["revision"][1]:
            Draft.objects.filter(pk=draft.pk).update(**noted.put_back(draft, changed))
    for pk, one, other in moved["see_also"]:
        SeeAlso.objects.filter(pk=pk).update(one=one, other=other)
    resembling = Conversation.objects.filter(pk__in=moved["resembling"], resembles=target)
    resembling.update(resembles=source)
    sides = Conversation.objects.filter(pk__in=moved["sides"], side_of=target)
    sides.update(side_of=source)
    led = Conversation.objects.filter(pk__in=moved["led"], merged_into=target)
    led.update(merged_into=source)


def _of(model: type[models.Model], conversation: Conversation) -> models.QuerySet[Any]:
    return model._default_manager.filter(conversation=conversation)


def _move(rows: models.QuerySet[Any], target: Conversation) -> list[int]:
    ids = list(rows.values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=ids).update(conversation=target)
    return ids


def _join_drafts(source: Conversation, target: Conversation) -> dict[str, Any]:
    """Whoever has begun something in both goes on with one below the other. Where either is a
    note, all of it is one, so that nothing internal slips into a mail."""
    joined: dict[str, Any] = {}
    begun = {row.member_id: row for row in _of(Draft, source).filter(discarded_at=None)}
    for there in _of(Draft, target).filter(member__in=begun):
        before = noted.note(there, WRITTEN)
        _add(there, begun[there.member_id])
        there.save(update_fields=WRITTEN)
        joined[str(there.pk)] = noted.changes(before, noted.note(there, WRITTEN))
    return joined


def _add(there: Draft, here: Draft) -> None:
    if there.discarded_at is not None:
        there.body, there.kind, there.file_tokens = "", here.kind, []
    texts = [text for text in (there.body, here.body) if text.strip()]
    is_note = Message.Kind.NOTE in (here.kind, there.kind)
    there.body, there.kind = "\n\n".join(texts), Message.Kind.NOTE if is_note else there.kind
    there.file_tokens = list(dict.fromkeys([*there.file_tokens, *here.file_tokens]))
    there.revision, there.discarded_at = there.revision + 1, None


def _carry_links(source: Conversation, target: Conversation) -> list[list[int]]:
    """Links lead to and from the other one; returns each as it was."""
    rows = SeeAlso.objects.filter(one=source) | SeeAlso.objects.filter(other=source)
    was = []
    for row in rows.exclude(one=target).exclude(other=target).order_by("pk"):
        far = row.other_id if row.one_id == source.pk else row.one_id
        one, other = sorted((far, target.pk))
        if not SeeAlso.objects.filter(one=one, other=other).exists():
            was.append([row.pk, row.one_id, row.other_id])
            SeeAlso.objects.filter(pk=row.pk).update(one=one, other=other)
    return was
