"""Working hours of people: how much of the week each works, and as what."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.models import Member
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.resourcing.forms import ShareForm, shared
from rapport.resourcing.operations import shares
from rapport.resourcing.permissions import MANAGE_RESOURCING, SEE_RESOURCING
from rapport.resourcing.queries.people import bookable
from rapport.resourcing.queries.weeks import weeks_of
from rapport.resourcing.views.frame import capacity_page, undone
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE = 50
HERE = "resourcing.people"


@staff_view(SEE_RESOURCING)
def index(request: StaffRequest) -> HttpResponse:
    """Everybody whose time is planned, with their role and their week."""
    pages = paged(bookable(), A_PAGE, request.GET.dict())
    context = capacity_page(request, HERE) | {**pages, "people": weeks_of(pages["page"])}
    return render(request, "resourcing/people.html", context)


@staff_view(MANAGE_RESOURCING, methods=("GET", "POST"))
def hours(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how much of the week a person works."""
    person = _load(pk)
    form = ShareForm(request.POST if request.method == "POST" else None, initial=shared(person))
    if form.is_bound and form.is_valid():
        try:
            act = shares.say(person, form.share(), by=request.member, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            names = [request.workspace.slug, pk, act]
            undo = reverse("resourcing.hours_undo", args=names) if act else ""
            return toast(request, _back(request), _("Saved."), undo=undo)
    context = capacity_page(request, HERE) | {"person": person, "form": form}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "resourcing/hours.html", context, status=status)


@staff_view(MANAGE_RESOURCING, methods=("POST",))
def undo(request: StaffRequest, pk: int, act: int) -> HttpResponse:
    """Take back one's own change."""
    try:
        shares.undo(_load(pk), act, by=request.member, at=now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return undone(request, _back(request))


def _load(pk: int) -> Member:
    found: Member = get_object_or_404(Member.objects.select_related("user", "share"), pk=pk)
    return found


def _back(request: StaffRequest) -> HttpResponse:
    return redirect(HERE, slug=request.workspace.slug)
