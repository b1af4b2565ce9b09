"""Settings: the labels of the workspace."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.inbox.label_forms import LabelForm
from rapport.inbox.models import Label
from rapport.inbox.operations import labels
from rapport.inbox.permissions import TIDY_LABELS
from rapport.inbox.queries.labels import counted, offered
from rapport.lib.keys import key_of
from rapport.lib.refusal import Refused
from rapport.ui import words
from rapport.ui.paging import paged
from rapport.ui.toasts import toast
from rapport.workspaces.operations import bin as waste

A_PAGE = 100
HERE = "inbox.labels"


@staff_view(TIDY_LABELS, methods=("GET", "POST"))
def index(request: StaffRequest) -> HttpResponse:
    """All of them, with on how many conversations each is; and a new one."""
    form = LabelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            labels.make(
                request.workspace, chosen["name"], colour=chosen["colour"], by=request.member,
                at=now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return toast(request, _back(request), _("Added."))
    pages = paged(counted(request.reader), A_PAGE, request.GET.dict())
    return render(request, "inbox/labels.html", pages | {"form": form}, status=_status(form))


@staff_view(TIDY_LABELS, methods=("GET", "POST"))
def label(request: StaffRequest, pk: int) -> HttpResponse:
    """Name one otherwise, give it another colour, or let another take its place."""
    found = _load(request, pk)
    form = LabelForm(request.POST or None, initial={"name": found.name, "colour": found.colour})
    if request.method == "POST" and form.is_valid():
        try:
            labels.change(found, **form.cleaned_data, by=request.member, at=now())
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return toast(request, _back(request), _("Saved."))
    others = [one for one in offered(request.reader) if one.pk != found.pk]
    context = {"label": found, "form": form, "others": others}
    return render(request, "inbox/label.html", context, status=_status(form))


@staff_view(TIDY_LABELS, methods=("POST",))
def merge(request: StaffRequest, pk: int) -> HttpResponse:
    """Put another in its place everywhere."""
    source, target = _load(request, pk), _load(request, key_of(request.POST.get("into", "")))
    try:
        moved = labels.merge(source, target, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, _back(request), str(refusal), tone="bad")
    said = ngettext(
        "“%(name)s” is on %(n)s more conversation.", "“%(name)s” is on %(n)s more conversations.",
        moved,
    ) % {"name": target.name, "n": words.Count(moved)}  # fmt: skip
    return toast(request, _back(request), said, undo=undo_url(request.workspace, source))


@staff_view(TIDY_LABELS, methods=("POST",))
def binning(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove it. It comes back with everything it was on."""
    found = _load(request, pk)
    waste.put(found, by=request.member, at=now())
    undo = undo_url(request.workspace, found)
    return toast(request, _back(request), _("In the bin."), undo=undo)


def _load(request: StaffRequest, pk: int) -> Label:
    rows = Label.objects.visible_to(request.reader).live()
    found: Label = get_object_or_404(rows, pk=min(pk, 2**62))
    return found


def _back(request: StaffRequest) -> HttpResponse:
    return redirect(HERE, slug=request.workspace.slug)


def _status(form: LabelForm) -> int:
    return 422 if form.is_bound and form.errors else 200
