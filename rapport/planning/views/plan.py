"""The plan of a project: Gantt with its figures, and the same as a table."""

import json
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.planning import menu
from rapport.planning.models import PlanState
from rapport.planning.queries.baselines import IN_MENU, baselines_of, chosen
from rapport.planning.queries.days import day_of
from rapport.planning.queries.gantt import Beside, gantt, promised_days
from rapport.planning.queries.outlined import PlanRow, plan_rows
from rapport.planning.queries.outlook import confidence_of, outlook_of
from rapport.planning.queries.why import reasons
from rapport.projects import marks
from rapport.projects.models import Project, Task
from rapport.projects.operations.writing import waits_of
from rapport.projects.permissions import SEE_PROJECTS
from rapport.projects.queries.people import assignable
from rapport.projects.views.loading import project_of, project_page
from rapport.projects.waits import shown
from rapport.ui.paging import paged
from rapport.ui.words import day

A_PAGE, LAST = 100, "1000000"


@staff_view(SEE_PROJECTS)
def plan(request: StaffRequest, key: str) -> HttpResponse:
    """The Gantt, the figures above it, the circle if there is one."""
    project = project_of(request, key)
    rows = plan_rows(project)
    context = _page(request, project, rows)
    listed = list(baselines_of(project)[:IN_MENU])
    baseline = chosen(project, listed, request.GET.get("baseline", ""))
    outlook = outlook_of(project)
    drawing = gantt(
        project, rows, request.reader, today=localdate(), editable=context["may_work"],
        beside=Beside(baseline, outlook),
    )  # fmt: skip
    names = {"slug": request.workspace.slug, "key": key, "number": 0}
    context |= {
        "drawing": drawing,
        "basis": render_to_string("planning/_basis.html", {"outlook": outlook}) if outlook else "",
        "baselines": listed,
        "baseline": baseline,
        "unkept": baseline is None,
        "promised": _next_promise(drawing["promises"]),
        "readonly": not context["may_work"],
        "task_url": reverse("planning.bar", kwargs=names),
        "link_url": reverse("planning.links", kwargs=names),
        "open_url": reverse("projects.task", kwargs=names),
    }
    return render(request, "planning/plan.html", context)


@staff_view(SEE_PROJECTS)
def table(request: StaffRequest, key: str) -> HttpResponse:
    """The same plan as a table, each cell editable in place."""
    project = project_of(request, key)
    rows = plan_rows(project)
    members = list(assignable(request.reader))
    typing = "again" in request.GET
    pages = paged(rows, A_PAGE, {"page": LAST if typing else request.GET.get("page", "")})
    waiting = waits_of(project, [row.pk for row in pages["page"]])
    why = reasons(project, pages["page"])
    context = _page(request, project, rows) | {
        **pages,
        "promised": _next_promise(promised_days(project, request.reader)),
        "typing": typing,
        "marks": marks.borne_in(project),
        "lines": [(row, why[row.pk], shown(waiting.get(row.pk, ()))) for row in pages["page"]],
        "members": members,
        "people": json.dumps([["", _("nobody")], *([m.pk, m.name] for m in members)]),
        "states": Task.State.choices,
    }
    return render(request, "planning/table.html", context)


def _page(request: StaffRequest, project: Project, rows: list[PlanRow]) -> dict[str, Any]:
    """What both shapes of the page show above the tasks."""
    state = PlanState.objects.filter(project=project).first()
    names = {row.pk: row.name for row in rows}
    return project_page(request, project, "planning.plan") | {
        "more": menu.shown(request.workspace.slug, project.key, role=request.member.role),
        "beside": menu.beside(request.workspace.slug, project.key, role=request.member.role),
        "state": state,
        "rows": rows,
        "critical": sum(row.critical and not row.summary for row in rows),
        "circle": [names[pk] for pk in state.circle if pk in names] if state else [],
        "planned": day_of(state.finish, request.workspace) if state else None,
        "expected": day_of(state.forecast_finish, request.workspace) if state else None,
        "sure": confidence_of(project),
        "slips": bool(state and state.finish and state.forecast_finish != state.finish),
    }


def _next_promise(promises: list[dict[str, str]]) -> dict[str, Any] | None:
    """The first promise the plan will break, else the next: its day in words, and whether its
    own task, not the whole project, is expected later."""
    if not promises:
        return None
    late = [one for one in promises if one["expected"] > one["date"]]
    one = (late or promises)[0]
    due = day(date.fromisoformat(one["date"]), localdate())
    return {"day": due, "label": one["label"], "late": bool(late)}
