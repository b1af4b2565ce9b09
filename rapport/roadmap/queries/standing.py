"""What is known of the projects of one page; a fixed number of queries, however many."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count, Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from rapport.cases.models import Case
from rapport.feedback.models import Answer
from rapport.lib.reader import Reader
from rapport.planning.models import PlanOutlook, PlanState
from rapport.planning.queries.outlook import Confidence
from rapport.planning.queries.promised import expected_days
from rapport.projects.models import Project
from rapport.promises.models import Promise
from rapport.timesheets.models import TimeEntry

# As on Today: closer than that is tight.
NEAR = timedelta(days=3)
ANSWERS_OVER = timedelta(days=90)
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Given:
    """An open promise of ours, and what the plan says of it."""

    number: int
    what: str
    due: date
    tone: str
    word: str


@dataclass(frozen=True, slots=True)
class Load:
    """Minutes of work that stand in the next weeks, and the names of those who are over-booked in
    them and have a part in it."""

    minutes: float
    over: Sequence[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """A project on the roadmap; `hours` are the minutes of this week, `mood` is of one to five,
    `load` is there where it was asked for."""

    project: Project
    planned: date | None
    expected: date | None
    likely: date | None
    promises: list[Given]
    mood: float | None
    complaints: int
    hours: int
    load: Load | None = None

    @property
    def is_late(self) -> bool:
        """Whether it is expected to end later than planned."""
        return bool(self.planned and self.expected and self.expected > self.planned)

    @property
    def next(self) -> Given | None:
        """The first promise that will not be kept, else the next one."""
        late = [one for one in self.promises if one.tone == "bad"]
        return next(iter(late or self.promises), None)

    @property
    def tone(self) -> str:
        """What the client will feel."""
        tones = {one.tone for one in self.promises}
        if "bad" in tones:
            return "bad"
        return "warn" if self.complaints or "warn" in tones else "good"

    @property
    def word(self) -> str:
        """The same in a word."""
        worst = self.next
        if worst and worst.tone == "bad":
            return worst.word
        return _("watch") if self.tone == "warn" else _("on track")


def standings(projects: Sequence[Project], reader: Reader, at: datetime) -> list[Standing]:
    """In the order of the projects."""
    ids, today = [project.pk for project in projects], localdate(at)
    ends, likely = _ends(ids), _likely(projects)
    promises = _promises(ids, reader, today)
    mood, complaints = _mood(ids, at), _complaints(ids, reader)
    hours = _hours(ids, reader, today)
    found = []
    for project in projects:
        zone = ZoneInfo(project.workspace.time_zone)
        planned, expected = (_day(end, zone) for end in ends.get(project.pk, (None, None)))
        found.append(
            Standing(
                project, planned, expected, likely.get(project.pk), promises[project.pk],
                mood.get(project.pk), complaints.get(project.pk, 0), hours.get(project.pk, 0),
            )
        )  # fmt: skip
    return found


def _day(at: datetime | None, zone: ZoneInfo) -> date | None:
    return at.astimezone(zone).date() if at else None


def _ends(ids: list[int]) -> dict[int, tuple[datetime | None, datetime | None]]:
    rows = PlanState.objects.filter(project__in=ids)
    return {
        pk: (finish, forecast or finish)
        for pk, finish, forecast in rows.values_list("project", "finish", "forecast_finish")
    }


def _likely(projects: Sequence[Project]) -> dict[int, date]:
    zones = {project.pk: ZoneInfo(project.workspace.time_zone) for project in projects}
    rows = PlanOutlook.objects.filter(project__in=list(zones))
    return {
        pk: Confidence(moments, zones[pk]).likely
        for pk, moments in rows.values_list("project", "finishes")
        if moments
    }


def _promises(ids: list[int], reader: Reader, today: date) -> Mapping[int, list[Given]]:
    rows = Promise.objects.visible_to(reader).open().filter(project__in=ids, side=Promise.Side.US)
    listed = list(
        rows.only("number", "what", "due_on", "task_id", "project_id").order_by("due_on", "pk")
    )
    expected = expected_days(listed)
    found: dict[int, list[Given]] = defaultdict(list)
    for promise in listed:
        tone, word = _said(promise, expected.get(promise.pk), today)
        given = Given(promise.number, promise.what, promise.due_on, tone, word)
        found[promise.project_id or 0].append(given)
    return found


def _said(promise: Promise, expected: date | None, today: date) -> tuple[str, str]:
    if promise.due_on < today:
        return "bad", _("late")
    if expected and expected > promise.due_on:
        return "bad", _("will slip")
    if expected and promise.due_on - expected < NEAR:
        return "warn", _("tight")
    return "good", _("in time") if expected else _("promised")


def _mood(ids: list[int], at: datetime) -> dict[int, float]:
    """The mean of what was answered to cases of the project of late."""
    rows = Answer.objects.filter(
        invitation__case__project__in=ids, answered_at__gt=at - ANSWERS_OVER
    )
    means = rows.order_by().values("invitation__case__project").annotate(mean=Avg("score"))
    return dict(means.values_list("invitation__case__project", "mean"))


def _complaints(ids: list[int], reader: Reader) -> dict[int, int]:
    rows = Case.objects.visible_to(reader).open().filter(kind=Case.Kind.COMPLAINT, project__in=ids)
    return dict(
        rows.order_by().values("project").annotate(n=Count("pk")).values_list("project", "n")
    )


def _hours(ids: list[int], reader: Reader, today: date) -> dict[int, int]:
    """Since Monday; a guest counts their own."""
    monday = today - timedelta(days=today.weekday())
    rows = TimeEntry.objects.visible_to(reader).live().filter(project__in=ids)
    rows = rows.filter(day__range=(monday, today)).order_by()
    return dict(rows.values("project").annotate(sum=Sum("minutes")).values_list("project", "sum"))
