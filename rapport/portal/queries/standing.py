"""Where projects stand, in plain words, from promises and the computed dates."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.lib.reader import Reader
from rapport.planning.queries.forecast import forecast_of_tasks, forecasts
from rapport.portal.queries.days import spoken
from rapport.projects.models import Project
from rapport.promises.models import Promise


@dataclass(frozen=True, slots=True)
class Outlook:
    """One thing we promised, and the day that was told last.

    What the plan expects is not told: a client learns of another day from a person.
    """

    what: str
    due_on: date
    expected: date | None
    today: date

    @property
    def is_late(self) -> bool:
        """Whether the day has gone by."""
        return self.due_on < self.today

    @property
    def is_in_doubt(self) -> bool:
        """Whether the plan expects it after its day, or the day has gone by."""
        return self.is_late or (self.expected is not None and self.expected > self.due_on)

    @property
    def is_on_course(self) -> bool:
        """Whether the plan says that the day will be kept."""
        return self.expected is not None and not self.is_in_doubt

    @property
    def sentence(self) -> str:
        """As one would say it."""
        words = {"what": self.what, "day": spoken(self.due_on, self.today)}
        if self.is_late:
            return _("%(what)s was promised for %(day)s and is late.") % words
        if self.is_on_course:
            return _("%(what)s is on course for %(day)s, as promised.") % words
        return _("%(what)s is promised for %(day)s.") % words


@dataclass(frozen=True, slots=True)
class Standing:
    """A project's outlooks, the nearest first, and the day on which all of it may be done."""

    outlooks: list[Outlook] = field(default_factory=list)
    done_by: date | None = None
    is_done: bool = False
    is_paused: bool = False
    today: date = date.min

    @property
    def is_in_doubt(self) -> bool:
        """Whether any promised day is in doubt: then no day is told for all of it either."""
        return any(outlook.is_in_doubt for outlook in self.outlooks)

    @property
    def sentences(self) -> list[str]:
        """What to say about it, the most important first."""
        if self.is_done:
            return [_("Everything is done.")]
        said = [_("This project is paused for now.")] if self.is_paused else []
        said += [outlook.sentence for outlook in self.outlooks]
        if self.done_by and self.done_by >= self.today and not self.is_in_doubt:
            day = spoken(self.done_by, self.today)
            said.append(_("All of the work will most likely be done by %(day)s.") % {"day": day})
        return said or [_("Work is under way.")]


def standings(projects: Sequence[Project], reader: Reader) -> dict[int, Standing]:
    """By project id, in three queries however many projects."""
    today = timezone.localdate()
    expected = forecasts(projects)
    outlooks = _outlooks(projects, reader, today)
    return {
        project.pk: Standing(
            outlooks=outlooks.get(project.pk, []),
            done_by=_day(expected[project.pk].expected) if project.pk in expected else None,
            is_done=project.state == Project.State.DONE,
            is_paused=project.state == Project.State.PAUSED,
            today=today,
        )
        for project in projects
    }


def _outlooks(projects: Sequence[Project], reader: Reader, today: date) -> dict[int, list[Outlook]]:
    promises = list(
        Promise.objects.visible_to(reader)
        .open()
        .filter(project__in=[project.pk for project in projects], side=Promise.Side.US)
        .order_by("due_on", "number")
    )
    ahead = forecast_of_tasks([p.task_id for p in promises if p.task_id])
    found: dict[int, list[Outlook]] = {}
    for promise in promises:
        known = ahead.get(promise.task_id)
        outlook = Outlook(
            promise.what, promise.owed_on, _day(known.expected) if known else None, today
        )
        found.setdefault(promise.project_id, []).append(outlook)
    return found


def _day(moment: object) -> date:
    return timezone.localtime(moment).date()  # type: ignore[arg-type]
