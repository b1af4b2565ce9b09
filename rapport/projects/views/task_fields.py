"""The fields of a task that are edited in place: a closed list."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.lib.reader import Reader
from rapport.lib.visibility import Turn, Visibility
from rapport.projects.durations import Length, written
from rapport.projects.effort import units
from rapport.projects.forms import SEEN_BY
from rapport.projects.models import Task
from rapport.projects.operations import hands, progress, tasks
from rapport.projects.queries.people import assignable
from rapport.projects.views import field_values
from rapport.ui.words import exact, length_in_words, working_duration

LONGEST_NAME, LONGEST_TEXT = 300, 20_000


@dataclass(frozen=True, slots=True)
class Field:
    """How one field is read from text, written, and shown again."""

    label: str | Promise
    kind: str
    write: Callable[..., Any]  # write(task, value, by=, at=)
    parse: Callable[[str, Task], Any]
    value: Callable[[Task], str]
    text: Callable[[Task], str]
    options: Callable[[Reader], list[tuple[str, str]]] | None = None


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field as the page draws it."""

    name: str
    label: str | Promise
    kind: str
    value: str
    text: str
    options: list[tuple[str, str]] | None

    @property
    def options_json(self) -> str:
        """The options as the element reads them."""
        return json.dumps(self.options)


def _constrain(task: Task, kind: str, **act: Any) -> None:
    free = kind in (Task.Constraint.ASAP, Task.Constraint.ALAP)
    if not free and task.constraint_at is None:
        raise field_values.NotUnderstood(_("Choose the date first."))
    tasks.constrain(task, kind, task.constraint_at, **act)


def _tie(task: Task, when: datetime | None, **act: Any) -> None:
    tied = task.constraint not in (Task.Constraint.ASAP, Task.Constraint.ALAP)
    kind = task.constraint if tied and when else Task.Constraint.SNET
    tasks.constrain(task, kind if when else Task.Constraint.ASAP, when, **act)


def _raw_minutes(minutes: int | None) -> str:
    return "" if minutes is None else written(Length(minutes))


def _length(task: Task) -> str:
    if task.is_milestone and not task.duration_minutes:
        return _("none: a milestone")
    return length_in_words(task.duration_minutes, is_elapsed=task.is_elapsed)


def _local_day(task: Task) -> str:
    at = task.constraint_at
    return localtime(at, field_values.zone(task)).date().isoformat() if at else ""


def _who(task: Task) -> str:
    return task.assignee.name if task.assignee else task.assignee_name or _("nobody")


def _seen_by(task: Task) -> str:
    return str(dict(SEEN_BY).get(Visibility(task.visibility), task.get_visibility_display()))


def _choice(choices: Any) -> Callable[[Reader], list[tuple[str, str]]]:
    return lambda reader: [(str(value), str(label)) for value, label in choices]


def _people(reader: Reader) -> list[tuple[str, str]]:
    return [("", _("nobody")), *((str(one.pk), one.name) for one in assignable(reader))]


FIELDS = {
    "name": Field(
        gettext_lazy("Name"), "text", tasks.rename, field_values.words(LONGEST_NAME, needed=True),
        lambda task: task.name, lambda task: task.name,
    ),
    "state": Field(
        gettext_lazy("State"), "select", progress.set_state,
        field_values.chosen(*Task.State.values),
        lambda task: task.state, lambda task: task.get_state_display(),
        _choice(Task.State.choices),
    ),
    "assignee": Field(
        gettext_lazy("Who does it"), "select", hands.assign, field_values.member,
        lambda task: str(task.assignee_id or ""), _who, _people,
    ),
    "turn": Field(
        gettext_lazy("Whose turn"), "select", hands.set_turn, field_values.chosen(*Turn.values),
        lambda task: task.turn, lambda task: task.get_turn_display(), _choice(Turn.choices),
    ),
    "percent": Field(
        gettext_lazy("Done, %"), "number", progress.set_percent, field_values.percent,
        lambda task: str(task.percent_complete), lambda task: f"{task.percent_complete}%",
    ),
    "physical": Field(
        gettext_lazy("There to be seen, %"), "number", tasks.measure,
        field_values.optional_percent,
        lambda task: "" if task.physical_percent is None else str(task.physical_percent),
        lambda task: "—" if task.physical_percent is None else f"{task.physical_percent}%",
    ),
    "duration": Field(
        gettext_lazy("Duration"), "text", tasks.set_length, field_values.length,
        lambda task: written(Length(task.duration_minutes, task.is_elapsed)),
        _length,
    ),
    "work": Field(
        gettext_lazy("Work"), "text", tasks.set_work, field_values.optional_duration,
        lambda task: _raw_minutes(task.work_minutes),
        lambda task: working_duration(task.work_minutes) if task.work_minutes else "—",
    ),
    "units": Field(
        gettext_lazy("Share of time, %"), "number", tasks.set_units, field_values.share,
        lambda task: str(units(task) or ""), lambda task: f"{of}%" if (of := units(task)) else "—",
    ),
    "keeps": Field(
        gettext_lazy("When one changes, it keeps"), "select", tasks.keep,
        field_values.chosen(*Task.Keeps.values),
        lambda task: task.keeps, lambda task: task.get_keeps_display(),
        _choice(Task.Keeps.choices),
    ),
    "milestone": Field(
        gettext_lazy("Milestone"), "select",
        lambda task, value, **act: tasks.set_milestone(task, value == "yes", **act),
        field_values.chosen("yes", "no"), lambda task: "yes" if task.is_milestone else "no",
        lambda task: _("yes") if task.is_milestone else _("no"),
        lambda reader: [("yes", _("yes")), ("no", _("no"))],
    ),
    "constraint": Field(
        gettext_lazy("Tied to a date"), "select", _constrain,
        field_values.chosen(*Task.Constraint.values),
        lambda task: task.constraint, lambda task: task.get_constraint_display(),
        _choice(Task.Constraint.choices),
    ),
    "constraint_at": Field(
        gettext_lazy("That date"), "date", _tie, field_values.moment, _local_day,
        lambda task: exact(date.fromisoformat(_local_day(task))) if task.constraint_at else "—",
    ),
    "deadline": Field(
        gettext_lazy("Deadline"), "date", tasks.set_deadline, field_values.day,
        lambda task: task.deadline.isoformat() if task.deadline else "",
        lambda task: exact(task.deadline) if task.deadline else "—",
    ),
    "visibility": Field(
        gettext_lazy("Who sees it"), "select", tasks.show_to,
        field_values.chosen(*(value for value, _label in SEEN_BY)), lambda task: task.visibility,
        _seen_by, _choice(SEEN_BY),
    ),
    "description": Field(
        gettext_lazy("Description"), "textarea", tasks.describe,
        field_values.words(LONGEST_TEXT, needed=False),
        lambda task: task.description, lambda task: task.description or "—",
    ),
}  # fmt: skip
BESIDE = tuple(name for name in FIELDS if name not in ("name", "description"))
# Where one of these is written, others may follow.
FOLLOW = ("duration", "work", "units", "milestone")
OF_PARTS = frozenset(
    ("state", "percent", "physical", "duration", "work", "units", "keeps", "milestone")
)


def shown_fields(task: Task, reader: Reader, *, has_parts: bool = False) -> list[ShownField]:
    """The small fields of a task, in the order of the page; a task with parts leaves out what
    only its parts can say."""
    names = BESIDE if _has_begun(task) else [name for name in BESIDE if name != "physical"]
    return [_shown(name, task, reader) for name in names if not (has_parts and name in OF_PARTS)]


def _has_begun(task: Task) -> bool:
    """Whether there may be anything of it to be seen."""
    return task.actual_start is not None or task.physical_percent is not None


def _shown(name: str, task: Task, reader: Reader) -> ShownField:
    field = FIELDS[name]
    options = field.options(reader) if field.options else None
    return ShownField(name, field.label, field.kind, field.value(task), field.text(task), options)
