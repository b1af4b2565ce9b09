"""What the plan says on the overview of a project."""

from django.http import HttpResponse
from django.shortcuts import render

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.planning.models import PlanState
from rapport.planning.queries.days import day_of
from rapport.planning.queries.milestones import next_milestones
from rapport.planning.queries.outlook import confidence_of
from rapport.projects.permissions import SEE_PROJECTS
from rapport.projects.views.loading import project_of


@staff_view(SEE_PROJECTS)
def panel(request: StaffRequest, key: str) -> HttpResponse:
    """Finish by plan, what to expect, and the next milestones."""
    project = project_of(request, key)
    state = PlanState.objects.filter(project=project).first()
    context = {
        "project": project,
        "state": state,
        "planned": day_of(state.finish, request.workspace) if state else None,
        "expected": day_of(state.forecast_finish, request.workspace) if state else None,
        "sure": confidence_of(project),
        "milestones": next_milestones(project),
    }
    return render(request, "planning/panel.html", context)
