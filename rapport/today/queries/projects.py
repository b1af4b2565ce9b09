"""Active projects: what was promised against what the plan says."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.cases.models import Case
from rapport.lib.reader import Reader
from rapport.projects.models import Project, Task
from rapport.promises.models import Promise
from rapport.today.queries.from_promises import planned_finish
from rapport.ui import words

NEAR = timedelta(days=3)
MOST = 100


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One row of «Projects»: tone and word, and the sentence behind them."""

    project: Project
    tone: str
    word: str
    why: str


def project_lines(reader: Reader, *, today: date) -> list[ProjectLine]:
    """Active projects, the troubled first. Five queries, however many projects."""
    tasks = Q(tasks__binned_at=None, tasks__children=None)
    rows = (
        Project.objects.visible_to(reader)
        .active()
        .select_related("client", "plan_state")
        .annotate(
            tasks_all=Count("tasks", filter=tasks, distinct=True),
            tasks_done=Count(
                "tasks", filter=tasks & Q(tasks__state=Task.State.DONE), distinct=True
            ),
        )
    )
    projects = list(rows.order_by("name")[:MOST])
    promises = _next_promises(projects)
    complaints = _open_complaints(projects)
    lines = [
        _line(project, promises.get(project.pk), complaints.get(project.pk, 0), today)
        for project in projects
    ]
    order = {"bad": 0, "warn": 1, "good": 2}
    return sorted(lines, key=lambda line: order[line.tone])


def _next_promises(projects: list[Project]) -> dict[int, Promise]:
    rows = Promise.objects.open().filter(project__in=projects, side=Promise.Side.US)
    found: dict[int, Promise] = {}
    for promise in rows.select_related("task__schedule").order_by("due_on", "pk"):
        if promise.project_id is not None:
            found.setdefault(promise.project_id, promise)
    return found


def _open_complaints(projects: list[Project]) -> dict[int, int]:
    rows = Case.objects.open().filter(project__in=projects, kind=Case.Kind.COMPLAINT)
    return dict(rows.values_list("project").annotate(Count("pk")).order_by())


def _line(project: Project, promise: Promise | None, complaints: int, today: date) -> ProjectLine:
    planned = _planned(project, promise)
    tone, word = _judge(promise, planned, complaints, today)
    return ProjectLine(
        project, tone, word, " · ".join(_facts(project, promise, planned, complaints, today))
    )


def _planned(project: Project, promise: Promise | None) -> date | None:
    if promise and (finish := planned_finish(promise)):
        return finish
    state = getattr(project, "plan_state", None)
    return localdate(state.finish) if state and state.finish else None


def _judge(
    promise: Promise | None, planned: date | None, complaints: int, today: date
) -> tuple[str, str]:
    if promise and (promise.due_on < today or (planned and planned > promise.due_on)):
        return "bad", _("late")
    tight = promise and planned and promise.due_on - planned < NEAR
    if complaints or tight:
        return "warn", _("watch")
    return "good", _("on track")


def _facts(
    project: Project, promise: Promise | None, planned: date | None, complaints: int, today: date
) -> list[str]:
    facts = []
    if promise:
        facts.append(_("Promised %(day)s") % {"day": words.day(promise.due_on, today)})
    if planned:
        facts.append(_("by the plan %(day)s") % {"day": words.day(planned, today)})
    if total := project.tasks_all:  # type: ignore[attr-defined]
        done = project.tasks_done  # type: ignore[attr-defined]
        facts.append(_("%(done)s of %(all)s tasks done") % {"done": done, "all": total})
    if complaints:
        said = ngettext("%(n)s open complaint", "%(n)s open complaints", complaints)
        facts.append(said % {"n": complaints})
    return facts or [_("No plan yet")]
