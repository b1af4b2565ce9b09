"""The projects of a client, for the client's page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Client
from rapport.projects.permissions import MANAGE_PROJECTS, SEE_PROJECTS
from rapport.projects.queries.listing import Filters, counted, listed

PANEL = 12


@staff_view(SEE_PROJECTS)
def of_client(request: StaffRequest, key: str) -> HttpResponse:
    """The card on the client's page; those that are done come last."""
    client = get_object_or_404(Client.objects.visible_to(request.reader).live(), key=key)
    rows = counted(listed(request.reader, Filters(client=client.pk, state="all")))
    ordered = sorted(rows, key=lambda row: row.project.state == "done")
    everything = reverse("projects.index", args=[request.workspace.slug])
    context = {
        "client": client,
        "projects": ordered[:PANEL],
        "all_url": f"{everything}?client={client.pk}&state=all" if ordered[PANEL:] else "",
        "may_manage": MANAGE_PROJECTS.held_by(request.member.role),
    }
    return render(request, "projects/of_client.html", context)
