"""The edits of a scenario in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.accounts.models import Member
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
    """All edits of a scenario, in three queries."""
    edits = read(scenario.edits)
    pks = {pk for edit in edits for pk in (edit.task, edit.other)}
    names = dict(
        Task.objects.filter(project=scenario.project_id, pk__in=pks).values_list("pk", "name")
    )
    hands = Member.objects.filter(pk__in=[edit.member for edit in edits if edit.member])
    people = {member.pk: member.name for member in hands.select_related("user")}
    return [
        Tried(place, names.get(edit.task, _("a task that is gone")), _what(edit, names, people))
        for place, edit in enumerate(edits)
    ]


def _what(edit: Edit, names: dict[int, str], people: dict[int, str]) -> str:
    said = {
        "time": working_duration(edit.minutes),
        "day": long(edit.day) if edit.day else "",
        "task": names.get(edit.other, _("a task that is gone")),
        "person": people.get(edit.member or 0, _("nobody")),
        "name": edit.name,
        "wait": _wait(edit.link, edit.lag),
    }
    return str(WORDS[edit.kind]) % said


def _wait(link: str, lag: str) -> str:
    """How a task waits beyond the usual: nothing, or "SS +2d"."""
    signed = lag if lag.startswith(("-", "+")) or not lag else f"+{lag}"
    said = " ".join(filter(None, ["" if link == "FS" else link, signed]))
    return f" ({said})" if said else ""


WORDS = {
    "duration": gettext_lazy("takes %(time)s"),
    "assigned": gettext_lazy("is done by %(person)s"),
    "shared": gettext_lazy("is shared with %(person)s"),
    "overtime": gettext_lazy("is done with %(time)s of overtime a day"),
    "not_before": gettext_lazy("begins no earlier than %(day)s"),
    "soonest": gettext_lazy("begins as soon as it can"),
    "linked": gettext_lazy("waits for “%(task)s”%(wait)s"),
    "unlinked": gettext_lazy("no longer waits for “%(task)s”"),
    "left_out": gettext_lazy("is left out"),
    "followed": gettext_lazy("is followed by “%(name)s”, %(time)s, %(person)s"),
}
