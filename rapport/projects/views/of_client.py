"""The projects of a client, for the client's page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Client
from rapport.projects.permissions import MANAGE_PROJECTS, SEE_PROJECTS
from rapport.projects.queries.listing import Filters, counted, listed


@staff_view(SEE_PROJECTS)
def of_client(request: StaffRequest, key: str) -> HttpResponse:
    """The card on the client's page; those that are done come last."""
    client = get_object_or_404(Client.objects.visible_to(request.reader).live(), key=key)
    rows = counted(listed(request.reader, Filters(client=client.pk, state="all")))
    context = {
        "client": client,
        "projects": sorted(rows, key=lambda row: row.project.state == "done"),
        "may_manage": MANAGE_PROJECTS.held_by(request.member.role),
    }
    return render(request, "projects/of_client.html", context)
