"""Active projects: what was promised against what the plan says."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.planning.queries.promised import expected_on
from rapport.projects.models import Project, Task
from rapport.promises.models import Promise
from rapport.today.queries.need import Desk
from rapport.ui import words
from rapport.workspaces.visible import VisibleTo

NEAR = timedelta(days=3)
MOST = 100


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One row of «Projects»: tone and word, and the sentence behind them."""

    project: Project
    tone: str
    word: str
    why: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a project: its open promises of ours, and how many tasks are done."""

    project: Project
    promises: list[Promise]
    complaints: int
    done: int
    tasks: int


_PROJECTS = VisibleTo(
    lambda reader: (
        Project.objects.visible_to(reader)
        .active()
        .select_related("client", "plan_state")
        .order_by("name")[:MOST]
    )
)
_PROGRESS = VisibleTo(
    lambda reader: (
        Task.objects.filter(project__in=Project.objects.visible_to(reader).active())
        .leaves()
        .order_by()
        .values("project")
        .annotate(done=Count("pk", filter=Q(state=Task.State.DONE)), all=Count("pk"))
        .values_list("project", "done", "all")
    )
)


def project_lines(desk: Desk) -> list[ProjectLine]:
    """Active projects, the troubled first. A fixed number of queries, however many projects."""
    promises, today = _our_promises(desk), localdate(desk.at)
    progress = {project: (done, total) for project, done, total in _PROGRESS(desk.reader)}
    lines = [
        _line(
            Standing(
                project,
                promises[project.pk],
                desk.complaints.get(project.pk, 0),
                *progress.get(project.pk, (0, 0)),
            ),
            today,
        )
        for project in _PROJECTS(desk.reader)
    ]
    order = {"bad": 0, "warn": 1, "good": 2}
    return sorted(lines, key=lambda line: order[line.tone])


def _our_promises(desk: Desk) -> dict[int | None, list[Promise]]:
    found: dict[int | None, list[Promise]] = defaultdict(list)
    for promise in desk.promises:
        if promise.side == Promise.Side.US:
            found[promise.project_id].append(promise)
    return found


def _line(known: Standing, today: date) -> ProjectLine:
    promises = known.promises
    late = next((promise for promise in promises if _is_late(promise, today)), None)
    shown = late or next((promise for promise in promises if promise.task_id), None)
    shown = shown or next(iter(promises), None)
    if late:
        tone, word = "bad", _("late") if late.due_on < today else _("will slip")
    elif known.complaints or (shown and _is_tight(shown)):
        tone, word = "warn", _("watch")
    else:
        tone, word = "good", _("on track")
    return ProjectLine(known.project, tone, word, " · ".join(_facts(known, shown, today)))


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


def _facts(known: Standing, promise: Promise | None, today: date) -> list[str]:
    facts = []
    if promise:
        facts.append(_("Promised %(day)s") % {"day": words.day(promise.due_on, today)})
    if expected := _expected(known.project, promise):
        facts.append(_("expected %(day)s") % {"day": words.day(expected, today)})
    if known.tasks:
        said = _("%(done)s of %(all)s tasks done")
        facts.append(said % {"done": known.done, "all": known.tasks})
    if complaints := known.complaints:
        said = ngettext("%(n)s open complaint", "%(n)s open complaints", complaints)
        facts.append(said % {"n": complaints})
    return facts or [_("No plan yet")]
