"""Active projects: what was promised against what the plan says."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.cases.models import Case
from rapport.lib.reader import Reader
from rapport.planning.queries.promised import expected_on
from rapport.projects.models import Project, Task
from rapport.promises.models import Promise
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
    promises = _open_promises(projects)
    complaints = _open_complaints(projects)
    lines = [
        _line(project, promises.get(project.pk, []), complaints.get(project.pk, 0), today)
        for project in projects
    ]
    order = {"bad": 0, "warn": 1, "good": 2}
    return sorted(lines, key=lambda line: order[line.tone])


def _open_promises(projects: list[Project]) -> dict[int, list[Promise]]:
    rows = Promise.objects.open().filter(project__in=projects, side=Promise.Side.US)
    found: dict[int, list[Promise]] = defaultdict(list)
    for promise in rows.select_related("workspace", "task__schedule").order_by("due_on", "pk"):
        if promise.project_id is not None:
            found[promise.project_id].append(promise)
    return found


def _open_complaints(projects: list[Project]) -> dict[int, int]:
    rows = Case.objects.open().filter(project__in=projects, kind=Case.Kind.COMPLAINT)
    return dict(rows.values_list("project").annotate(Count("pk")).order_by())


def _line(project: Project, promises: list[Promise], complaints: int, today: date) -> ProjectLine:
    late = next((promise for promise in promises if _is_late(promise, today)), None)
    shown = late or next((promise for promise in promises if promise.task_id), None)
    shown = shown or next(iter(promises), None)
    if late:
        tone, word = "bad", _("late")
    elif complaints or (shown and _is_tight(shown)):
        tone, word = "warn", _("watch")
    else:
        tone, word = "good", _("on track")
    return ProjectLine(project, tone, word, " · ".join(_facts(project, shown, complaints, today)))


def _is_late(promise: Promise, today: date) -> bool:
    expected = expected_on(promise)
    return promise.due_on < today or bool(expected and expected > promise.due_on)


def _is_tight(promise: Promise) -> bool:
    expected = expected_on(promise)
    return bool(expected and promise.due_on - expected < NEAR)


def _expected(project: Project, promise: Promise | None) -> date | None:
    if promise and (finish := expected_on(promise)):
        return finish
    state = getattr(project, "plan_state", None)
    finish_at = (state.forecast_finish or state.finish) if state else None
    return localdate(finish_at) if finish_at else None


def _facts(project: Project, promise: Promise | None, complaints: int, today: date) -> list[str]:
    facts = []
    if promise:
        facts.append(_("Promised %(day)s") % {"day": words.day(promise.due_on, today)})
    if expected := _expected(project, promise):
        facts.append(_("expected %(day)s") % {"day": words.day(expected, today)})
    if total := project.tasks_all:  # type: ignore[attr-defined]
        done = project.tasks_done  # type: ignore[attr-defined]
        facts.append(_("%(done)s of %(all)s tasks done") % {"done": done, "all": total})
    if complaints:
        said = ngettext("%(n)s open complaint", "%(n)s open complaints", complaints)
        facts.append(said % {"n": complaints})
    return facts or [_("No plan yet")]
