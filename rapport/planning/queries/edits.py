"""The edits of a scenario in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rapport.planning.models import Scenario
from rapport.planning.what_if import Edit, read
from rapport.projects.models import Task
from rapport.ui.words import long, working_duration


@dataclass(frozen=True, slots=True)
class Tried:
    """An edit at its place: the task as it is called now, and what of it is tried."""

    place: int
    task: str
    what: str


def edits_of(scenario: Scenario) -> list[Tried]:
    """All edits of a scenario, in two queries."""
    edits = read(scenario.edits)
    pks = {pk for edit in edits for pk in (edit.task, edit.other)}
    names = dict(
        Task.objects.filter(project=scenario.project_id, pk__in=pks).values_list("pk", "name")
    )
    return [
        Tried(place, names.get(edit.task, _("a task that is gone")), _what(edit, names))
        for place, edit in enumerate(edits)
    ]


def _what(edit: Edit, names: dict[int, str]) -> str:
    if edit.kind == "duration":
        return _("takes %(time)s") % {"time": working_duration(edit.minutes)}
    if edit.kind == "left_out":
        return _("is left out")
    if edit.kind == "not_before" and edit.day:
        return _("begins no earlier than %(day)s") % {"day": long(edit.day)}
    other = names.get(edit.other, _("a task that is gone"))
    return _("no longer waits for “%(task)s”") % {"task": other}
