"""Whose weeks a scenario makes too full: a card on the scenario's page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.engine.plan import PlanError
from rapport.planning.models import Scenario
from rapport.portfolio.queries.tried_load import tried_load
from rapport.projects.views.loading import project_of
from rapport.resourcing.permissions import SEE_RESOURCING

SHOWN = 12


@staff_view(SEE_RESOURCING)
def panel(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """The card; nothing where the tried plan has no dates."""
    project = project_of(request, key)
    rows = Scenario.objects.visible_to(request.reader).live().filter(project=project)
    scenario: Scenario = get_object_or_404(rows, number=number)
    scenario.project = project
    try:
        load = tried_load(scenario, request.reader, at=now())
    except PlanError:
        return HttpResponse()
    context = {
        "load": load,
        "people": load.people[:SHOWN],
        "hidden": max(0, len(load.people) - SHOWN),
    }
    return render(request, "portfolio/tried_load.html", context)
