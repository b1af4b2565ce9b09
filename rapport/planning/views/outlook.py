"""What date can be promised: the page of a project, and what stands beside a date one types."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.keys import key_of, short_name_of
from rapport.planning.models import PlanState
from rapport.planning.queries.confidence_curve import curve_of
from rapport.planning.queries.outlook import EARLY, LIKELY, SAFE, outlook_of
from rapport.planning.queries.promised_odds import kept_rates
from rapport.projects.models import Project, Task
from rapport.projects.permissions import SEE_PROJECTS, WORK_ON_TASKS
from rapport.projects.views.loading import project_of, project_page


@staff_view(SEE_PROJECTS)
def outlook(request: StaffRequest, key: str) -> HttpResponse:
    """The finish by confidence, what it hangs on, and what would buy days."""
    project = project_of(request, key)
    found = outlook_of(project)
    context = project_page(request, project, "planning.plan") | {
        "outlook": found,
        "is_awaited": not found.is_fresh if found else _has_dates(project),
        "curve": curve_of(found.finish, (EARLY, LIKELY, SAFE)) if found else None,
        "rates": kept_rates(),
        "may_work": WORK_ON_TASKS.held_by(request.member.role),
    }
    template = "planning/outlook.html#live" if request.htmx else "planning/outlook.html"
    return render(request, template, context)


@staff_view(SEE_PROJECTS)
def chance(request: StaffRequest) -> HttpResponse:
    """How sure a typed day is, for the project and task chosen beside it; nothing where there is
    nothing to say."""
    rows = Project.objects.visible_to(request.reader).live().select_related("workspace")
    project = rows.filter(key=short_name_of(request.GET.get("project"))[:8]).first()
    if project is None:
        return render(request, "planning/_chance.html", {"finish": None})
    task, found = _task(request, project), outlook_of(project)
    finish = found.of(task) if found else None
    day = _day(request.GET.get("due_on") or request.GET.get("to", ""))
    context = {
        "project": project,
        "task": task,
        "finish": finish,
        "day": day,
        "chance": finish.chance(day) if finish and day else None,
        "outlook": found,
    }
    return render(request, "planning/_chance.html", context)


def _has_dates(project: Project) -> bool:
    """Whether the plan can be simulated; a circle has to be untied first."""
    dated = PlanState.objects.filter(project=project, circle=[]).exclude(finish=None)
    return bool(dated.exists())


def _task(request: StaffRequest, project: Project) -> Task | None:
    rows = Task.objects.visible_to(request.reader).live().filter(project=project)
    number = key_of(request.GET.get("task", ""))
    found: Task | None = rows.filter(number=number).first() if number else None
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
