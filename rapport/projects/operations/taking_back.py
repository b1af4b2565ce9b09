"""What a row said before one's own act upon it, as long as that can be taken back."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.models import Event
from rapport.lib.refusal import Refused
from rapport.projects.operations.acts import all_as_told


class NotUndone(Refused):
    """The act cannot be taken back."""


def own_act(
    verb: str, subject: models.Model, act: int, *, by: Member, at: datetime
) -> Event | None:
    """One's own act upon something, while it can still be taken back."""
    acts = Event.objects.in_workspace(by.workspace_id).undoable(by, at=at)
    found: Event | None = acts.filter(pk=act, verb=verb, subject_id=subject.pk).first()
    return found


def said_before(row: models.Model, event: Event | None) -> dict[str, Any]:
    """The fields that an act has changed, as they were (`was` among its facts). Raises `NotUndone`
    where one of them was changed again since."""
    now = event.facts.get("now") if event else None
    if not event or not now or all_as_told({name: getattr(row, name) for name in now}) != now:
        raise NotUndone(_("This cannot be undone any more."))
    fields = {field.attname: field for field in row._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in event.facts["was"].items()}
