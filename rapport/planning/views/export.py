"""Let a plan leave: choose a kind of file, or get it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from rapport.accounts.access import staff_view
from rapport.accounts.models import Member
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Contact
from rapport.planning.permissions import SEE_COSTS
from rapport.planning.queries.export_kinds import KINDS, Wanted, file_name
from rapport.projects.models import Project
from rapport.projects.permissions import SEE_PROJECTS
from rapport.projects.queries.people import assignable
from rapport.projects.views.loading import project_of, project_page


@staff_view(SEE_PROJECTS)
def export(request: StaffRequest, key: str) -> HttpResponse:
    """With `as` the file itself, else the page to choose on."""
    project = project_of(request, key)
    if "as" in request.GET:
        return _file(request, project)
    context = project_page(request, project, "planning.plan") | {
        "kinds": KINDS.values(),
        "members": list(assignable(request.reader)),
        "contacts": _contacts(request, project),
    }
    return render(request, "planning/export.html", context)


def _contacts(request: StaffRequest, project: Project) -> list[Contact]:
    """Those of the client whom the plan can be drawn for."""
    theirs = Contact.objects.visible_to(request.reader).live()
    return list(theirs.filter(client=project.client_id, erased_at=None).order_by("name"))


def _file(request: StaffRequest, project: Project) -> HttpResponse:
    kind = KINDS.get(request.GET["as"])
    if kind is None:
        raise Http404
    sees_costs = SEE_COSTS.held_by(request.member.role)
    wanted = Wanted(project, now(), _person(request), sees_costs)
    response = HttpResponse(kind.write(wanted), content_type=kind.content_type)
    name = file_name(project, kind.suffix)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _person(request: StaffRequest) -> Member | None:
    """The member whose tasks are wanted; empty is everybody, unknown is 404."""
    said = request.GET.get("who", "")
    if not said:
        return None
    found = next((one for one in assignable(request.reader) if str(one.pk) == said), None)
    if found is None:
        raise Http404
    return found
