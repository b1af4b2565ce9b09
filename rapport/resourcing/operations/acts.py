"""How a change of a row here ends: one event that says what was, so that it can be taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.projects.operations.acts import all_as_told
from rapport.projects.operations.taking_back import NotUndone, own_act, said_before


@dataclass(frozen=True, slots=True)
class Kind:
    """What is changed: the verb that tells it, and the fields whose values the stream may hold."""

    verb: str
    plain: frozenset[str]


def change(
    kind: Kind, row: models.Model, values: Mapping[str, Any], *, by: Acts, at: datetime
) -> int | None:
    """Set fields where they differ; run it in a transaction.

    Returns the number of the act where it can be taken back: words do not go into the stream.
    """
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not differing:
        return None
    was = {name: getattr(row, name) for name in differing}
    rows = type(row)._default_manager.filter(pk=row.pk, **_as_known(was))
    if not rows.update(**differing):
        raise NotUndone(_("Somebody else changed it meanwhile. Look at it again."))
    for name, value in differing.items():
        setattr(row, name, value)
    facts: dict[str, Any] = {"fields": sorted(differing)}
    if kind.plain.issuperset(differing):
        facts |= {"was": all_as_told(was), "now": all_as_told(differing)}
    act = publish(kind.verb, subject=_subject(row), by=by, at=at, facts=facts)
    return act.pk if "was" in facts else None


def take_back(kind: Kind, row: models.Model, event_id: int, *, by: Member, at: datetime) -> None:
    """Undo one's own change, unless it was changed again since. Run it in a transaction."""
    event = own_act(kind.verb, _subject(row), event_id, by=by, at=at)
    change(kind, row, said_before(row, event), by=by, at=at)


def _subject(row: models.Model) -> models.Model:
    """A row that hangs on a member one to one is told as the member's."""
    is_part = row._meta.pk is not None and row._meta.pk.is_relation
    return row.member if is_part else row  # type: ignore[attr-defined]


def _as_known(was: Mapping[str, Any]) -> dict[str, Any]:
    """Conditions under which nobody changed it since it was read; lists are left out."""
    return {
        f"{name}__isnull" if value is None else name: True if value is None else value
        for name, value in was.items()
        if not isinstance(value, list)
    }
