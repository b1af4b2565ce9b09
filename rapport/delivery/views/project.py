"""The deliverables of a project."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Contact
from rapport.delivery.forms import DeliverableForm
from rapport.delivery.models import Deliverable
from rapport.delivery.operations import handing_over
from rapport.delivery.permissions import HAND_OVER, SEE_DELIVERABLES
from rapport.lib.refusal import Refused
from rapport.projects.models import Project
from rapport.projects.views.loading import project_of, project_page
from rapport.ui.toasts import toast

PAGE = "delivery.of_project"


@staff_view(SEE_DELIVERABLES)
def of_project(request: StaffRequest, key: str) -> HttpResponse:
    """What is handed over in this project, and where each piece is."""
    return _page(request, project_of(request, key))


@staff_view(HAND_OVER, methods=("POST",))
def new(request: StaffRequest, key: str) -> HttpResponse:
    """Begin a deliverable."""
    project = project_of(request, key)
    form = DeliverableForm(request.POST, project=project, reader=request.reader)
    if form.is_valid():
        try:
            made = handing_over.create(
                project, facts=form.facts(), by=request.member, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            page = redirect("delivery.deliverable", slug=request.workspace.slug, number=made.number)
            return toast(request, page, _("Begun. The client sees it once you hand it over."))
    return _page(request, project, form)


def _page(
    request: StaffRequest, project: Project, form: DeliverableForm | None = None
) -> HttpResponse:
    rows = Deliverable.objects.visible_to(request.reader).live().filter(project=project)
    people = list(Contact.objects.live().filter(client=project.client_id)[:2])
    initial = {"contact": people[0].pk} if len(people) == 1 else {}
    context = project_page(request, project, PAGE) | {
        "deliverables": rows.select_related("contact").order_by("state", "due_on", "number"),
        "form": form or DeliverableForm(project=project, reader=request.reader, initial=initial),
        "may_hand_over": HAND_OVER.held_by(request.member.role),
        "today": timezone.localdate(),
    }
    return render(request, "delivery/project.html", context, status=422 if form else 200)
