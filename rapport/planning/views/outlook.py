"""What date can be promised: the page of a project, and what stands beside a date one types."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.queries import closed_on
from rapport.lib.keys import key_of, short_name_of
from rapport.planning.models import PlanState
from rapport.planning.outlook_forms import BothForm, DaysForm
from rapport.planning.permissions import SEE_COSTS, SEE_RISKS
from rapport.planning.queries.confidence_curve import cost_curve_of, curve_of
from rapport.planning.queries.outlook import (
    EARLY,
    LIKELY,
    SAFE,
    Outlook,
    outlook_of,
    sure_of_both,
)
from rapport.planning.queries.promised_days import promised_days
from rapport.planning.queries.promised_odds import kept_rates
from rapport.planning.queries.risks import risks_of
from rapport.projects.durations import MINUTES_A_DAY
from rapport.projects.models import Project, Task
from rapport.projects.permissions import SEE_PROJECTS, WORK_ON_TASKS
from rapport.projects.views.loading import project_of, project_page
from rapport.ui.money import to_units

MOST_RISKS = 5
STEPS = (10, 25, 50, 80, 90, 95)
A_FEW = 3
ASKED = ("day", "budget", "days")


@staff_view(SEE_PROJECTS)
def outlook(request: StaffRequest, key: str) -> HttpResponse:
    """The finish by confidence, what it hangs on, and what would buy days."""
    project = project_of(request, key)
    found, role = outlook_of(project), request.member.role
    if found and not request.reader.sees_everything:
        found = found.without_ways()
    sees_risks = SEE_RISKS.held_by(role)
    context = project_page(request, project, "planning.plan") | {
        "outlook": found,
        "sees_risks": sees_risks,
        "sees_costs": SEE_COSTS.held_by(role),
        "risks": risks_of(project, found)[:MOST_RISKS] if sees_risks and found else [],
        "circle": [] if found else _circle(project),
        "is_awaited": not found.is_fresh if found else _has_dates(project),
        "curve": curve_of(found.finish, (EARLY, LIKELY, SAFE)) if found else None,
        "steps": [(percent, found.finish.day(percent)) for percent in STEPS] if found else [],
        "promised": promised_days(project, found, request.reader) if found else [],
        "rates": kept_rates(),
        "may_work": WORK_ON_TASKS.held_by(role),
        **(_bought(request, found) if found else {}),
        **(_of_cost(request, found) if found and SEE_COSTS.held_by(role) else {}),
        "asked": urlencode({name: request.GET[name] for name in ASKED if name in request.GET}),
    }
    template = "planning/outlook.html#live" if request.htmx else "planning/outlook.html"
    return render(request, template, context)


@staff_view(SEE_PROJECTS)
def chance(request: StaffRequest) -> HttpResponse:
    """How sure a typed day is, for the project and task chosen beside it; nothing where there is
    nothing to say."""
    rows = Project.objects.visible_to(request.reader).live().select_related("workspace", "client")
    project = rows.filter(key=short_name_of(request.GET.get("project"))[:8]).first()
    if project is None:
        return render(request, "planning/_chance.html")
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
        "closed": closed_on(project.client_id, day) if day else None,
    }
    return render(request, "planning/_chance.html", context)


def _bought(request: StaffRequest, found: Outlook) -> dict[str, Any]:
    """What would buy three days, or as many as are asked for."""
    wanted = DaysForm(request.GET if "days" in request.GET else {"days": A_FEW})
    days = wanted.cleaned_data["days"] if wanted.is_valid() else None
    bought = found.buying(days * MINUTES_A_DAY) if days else None
    return {"wanted": wanted, "days": days, "bought": bought}


def _of_cost(request: StaffRequest, found: Outlook) -> dict[str, Any]:
    """The cost by confidence, and what was asked of it; nothing where nothing costs anything."""
    cost = found.cost
    if cost is None:
        return {}
    currency = request.workspace.currency
    asked = {name: request.GET[name] for name in ("day", "budget") if name in request.GET}
    start = {"day": found.finish.likely, "budget": to_units(cost.likely, currency)}
    ask = BothForm(asked or None, currency=currency, initial=start)
    return {
        "cost": cost,
        "cost_curve": cost_curve_of(cost, (EARLY, LIKELY, SAFE)),
        "cost_steps": [(percent, cost.amount(percent)) for percent in STEPS],
        "ask": ask,
        "answer": sure_of_both(found, **ask.cleaned_data) if asked and ask.is_valid() else None,
    }


def _has_dates(project: Project) -> bool:
    """Whether the plan can be simulated; a circle has to be untied first."""
    dated = PlanState.objects.filter(project=project, circle=[]).exclude(finish=None)
    return bool(dated.exists())


def _circle(project: Project) -> list[str]:
    """The names of the tasks that wait for each other, in that order."""
    state = PlanState.objects.filter(project=project).first()
    known = Task.objects.live().filter(project=project).in_bulk(state.circle if state else [])
    return [known[pk].name for pk in state.circle if pk in known] if state else []


def _task(request: StaffRequest, project: Project) -> Task | None:
    rows = Task.objects.visible_to(request.reader).live().filter(project=project)
    number = key_of(request.GET.get("task", ""))
    found: Task | None = rows.filter(number=number).first() if number else None
    return found


def _day(text: str) -> date | None:
    """The day that was typed, where it has a morning after."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found < date.max else None
