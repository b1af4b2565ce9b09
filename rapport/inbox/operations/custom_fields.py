"""The fields themselves: defined, changed, removed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import CustomField
from rapport.lib.refusal import Refused
from rapport.workspaces.models import Workspace

MOST_FIELDS, MOST_CHOICES, LONGEST_CHOICE = 40, 60, 60


class NoField(Refused):
    """It cannot be defined so."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What is said of a field; `choices` are words, one each."""

    name: str
    choices: tuple[str, ...] = ()
    is_required: bool = False
    only_cases: bool = False


@transaction.atomic
def make(
    workspace: Workspace, kind: str, definition: Definition, *, by: Acts, at: datetime
) -> CustomField:
    """A new field, the last of them. Its kind stays."""
    if CustomField.objects.live().count() >= MOST_FIELDS:
        raise NoField(_("There are %(n)d fields already.") % {"n": MOST_FIELDS})
    last = CustomField.objects.aggregate(last=Max("position"))["last"] or 0
    field: CustomField = CustomField.objects.create(
        workspace=workspace, kind=kind, position=last + 1, created_at=at,
        **_columns(kind, definition, ()),
    )  # fmt: skip
    publish(events.FIELD_MADE, subject=field, by=by, at=at)
    return field


@transaction.atomic
def change(field: CustomField, definition: Definition, *, by: Acts, at: datetime) -> None:
    """Call it otherwise, offer other choices. What was chosen stays, also where it is no longer
    offered; words that are there already keep their key."""
    columns = _columns(field.kind, definition, field.choices)
    differing = {name: to for name, to in columns.items() if getattr(field, name) != to}
    if differing and CustomField.objects.live().filter(pk=field.pk).update(**differing):
        for name, to in differing.items():
            setattr(field, name, to)
        facts = {"fields": sorted(differing)}
        publish(events.FIELD_CHANGED, subject=field, by=by, at=at, facts=facts)


def _columns(kind: str, said: Definition, known: Iterable[list[str]]) -> dict[str, object]:
    choices = _choices(said.choices, known) if kind == CustomField.Kind.CHOICE else []
    return {
        "name": said.name, "choices": choices, "is_required": said.is_required,
        "only_cases": said.only_cases,
    }  # fmt: skip


def _choices(said: Iterable[str], known: Iterable[list[str]]) -> list[list[str]]:
    names = list(dict.fromkeys(" ".join(name.split()) for name in said if name.strip()))
    if not names:
        raise NoField(_("Say what can be chosen, one a line."))
    if len(names) > MOST_CHOICES or max(map(len, names)) > LONGEST_CHOICE:
        raise NoField(_("These are too many choices, or one is too long."))
    keys = {label: key for key, label in known}
    taken = set(keys.values())
    for name in names:
        if name not in keys:
            keys[name] = _free_key(name, taken)
            taken.add(keys[name])
    return [[keys[name], name] for name in names]


def _free_key(name: str, taken: set[str]) -> str:
    stem = slugify(name)[:24] or "choice"
    tries = (stem if n == 1 else f"{stem}-{n}" for n in range(1, MOST_CHOICES * 2 + 2))
    return next(key for key in tries if key not in taken)
