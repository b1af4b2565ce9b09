"""One deliverable: its versions, its files, what the client said."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.delivery.forms import DeliverableForm, facts_of
from rapport.delivery.models import Deliverable
from rapport.delivery.operations import handing_over
from rapport.delivery.permissions import HAND_OVER, SEE_DELIVERABLES
from rapport.delivery.queries.versions import versions
from rapport.files.models import StoredFile
from rapport.files.operations import files
from rapport.lib.refusal import Refused
from rapport.projects.views.loading import project_page
from rapport.ui.toasts import toast

MOST_FILES = 20


@staff_view(SEE_DELIVERABLES)
def deliverable(request: StaffRequest, number: int) -> HttpResponse:
    """Where it is, and every version with its files and decision."""
    return _page(request, _load(request, number))


@staff_view(HAND_OVER, methods=("POST",))
def details(request: StaffRequest, number: int) -> HttpResponse:
    """Change what it says while it is in our hands."""
    found = _load(request, number)
    form = DeliverableForm(request.POST, project=found.project, reader=request.reader)
    if form.is_valid():
        try:
            handing_over.change(found, facts=form.facts(), by=request.member, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _back(request, found, _("Changed."))
    return _page(request, found, {"form": form})


@staff_view(HAND_OVER, methods=("POST",))
def submission(request: StaffRequest, number: int) -> HttpResponse:
    """Hand it over with the files that come with this form."""
    found = _load(request, number)
    try:
        with transaction.atomic():
            given = _stored(request)
            handing_over.submit(found, files=given, by=request.member, at=timezone.now())
    except Refused as refusal:
        return _page(request, found, {"refusal": str(refusal)})
    undo = reverse("delivery.withdraw", args=[request.workspace.slug, found.number])
    return _back(request, found, _("Handed over. It is the client's turn."), undo)


@staff_view(HAND_OVER, methods=("POST",))
def withdrawal(request: StaffRequest, number: int) -> HttpResponse:
    """Take it back before the client decides."""
    found = _load(request, number)
    handing_over.withdraw(found, by=request.member, at=timezone.now())
    return _back(request, found, _("Taken back."))


@staff_view(HAND_OVER, methods=("POST",))
def binning(request: StaffRequest, number: int) -> HttpResponse:
    """Throw away what the client never saw."""
    found = _load(request, number)
    try:
        handing_over.discard(found, by=request.member, at=timezone.now())
    except Refused as refusal:
        return _page(request, found, {"refusal": str(refusal)})
    page = redirect("delivery.of_project", slug=request.workspace.slug, key=found.project.key)
    return toast(request, page, _("In the bin."), undo=undo_url(request.workspace, found))


def _stored(request: StaffRequest) -> list[StoredFile]:
    return [
        files.store(
            request.workspace, name=upload.name or "", content=upload, by=request.member,
            at=timezone.now(), content_type=upload.content_type or "",
        )
        for upload in request.FILES.getlist("files")[:MOST_FILES]
    ]  # fmt: skip


def _load(request: StaffRequest, number: int) -> Deliverable:
    rows = Deliverable.objects.visible_to(request.reader).live()
    joined = rows.select_related("project__client", "project__workspace", "workspace", "contact",
                                 "task")  # fmt: skip
    found: Deliverable = get_object_or_404(joined, number=number)
    return found


def _back(request: StaffRequest, found: Deliverable, said: str, undo: str = "") -> HttpResponse:
    page = redirect("delivery.deliverable", slug=request.workspace.slug, number=found.number)
    return toast(request, page, said, undo=undo)


def _page(
    request: StaffRequest, found: Deliverable, wrong: dict[str, Any] | None = None
) -> HttpResponse:
    context = project_page(request, found.project, "delivery.of_project") | {
        "deliverable": found,
        "versions": versions(found),
        "form": DeliverableForm(
            project=found.project, reader=request.reader, initial=facts_of(found)
        ),
        "may_hand_over": HAND_OVER.held_by(request.member.role),
        "today": timezone.localdate(),
    }
    status = 422 if wrong else 200
    return render(request, "delivery/deliverable.html", context | (wrong or {}), status=status)
