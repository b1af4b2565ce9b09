"""A project's plan on paper: as PDF or picture, as one contact sees it or as a whole."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Contact
from rapport.projects.models import Project
from rapport.projects.permissions import SEE_PROJECTS
from rapport.projects.views.loading import project_of
from rapport.reports import plan_paper
from rapport.reports.plan_paper import PlanPaper
from rapport.reports.queries.plan_paper import for_contact, for_ourselves
from rapport.ui.toasts import toast

KINDS: dict[str, tuple[str, Callable[[PlanPaper], bytes]]] = {
    "pdf": ("application/pdf", plan_paper.as_pdf),
    "png": ("image/png", plan_paper.as_png),
}


@staff_view(SEE_PROJECTS)
def document(request: StaffRequest, key: str, kind: str) -> HttpResponse:
    """The file; with ?for= as that contact sees the plan, in their language and time zone."""
    project = project_of(request, key)
    content_type, draw = _kind(kind)
    contact = _contact(request, project)
    with _as(contact):
        paper = for_contact(project, contact) if contact else for_ourselves(project, request.reader)
        content = draw(paper) if paper else None
    if content is None:
        back = redirect("planning.export", slug=request.workspace.slug, key=key)
        return toast(request, back, _nothing(contact), tone="bad")
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{project.key}-plan.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _kind(named: str) -> tuple[str, Callable[[PlanPaper], bytes]]:
    if named not in KINDS:
        raise Http404
    return KINDS[named]


def _contact(request: StaffRequest, project: Project) -> Contact | None:
    """Whom it is for; nobody named is ourselves, an unknown one is 404."""
    named = request.GET.get("for", "")
    if not named:
        return None
    theirs = Contact.objects.visible_to(request.reader).live()
    of_client = theirs.filter(client=project.client_id, erased_at=None)
    found: Contact | None = next((one for one in of_client if str(one.pk) == named), None)
    if found is None:
        raise Http404
    return found


@contextmanager
def _as(contact: Contact | None) -> Iterator[None]:
    if contact is None:
        yield
        return
    with translation.override(contact.language), timezone.override(contact.time_zone):
        yield


def _nothing(contact: Contact | None) -> str:
    if contact is None:
        return _("There are no tasks yet, so there is no plan to draw.")
    return _("Nothing of this plan is shown to %(name)s, or they chose the headline alone.") % {
        "name": contact.name
    }
