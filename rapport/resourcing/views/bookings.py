"""Bookings: who is kept for what; book, change, fill a placeholder, drop."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.projects.models import Project
from rapport.resourcing.days import today_of
from rapport.resourcing.forms import BookingForm, PlaceholderForm, booked
from rapport.resourcing.models import Booking
from rapport.resourcing.operations import bookings
from rapport.resourcing.permissions import MANAGE_RESOURCING, SEE_RESOURCING
from rapport.resourcing.queries.people import bookable, roles
from rapport.resourcing.views.frame import capacity_page, undone
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE = 50
HERE = "resourcing.bookings"


@staff_view(SEE_RESOURCING)
def index(request: StaffRequest) -> HttpResponse:
    """Bookings that are not over; `?past=1` those that are, `?open=1` placeholders."""
    return _list(request)


@staff_view(MANAGE_RESOURCING, methods=("POST",))
def new(request: StaffRequest) -> HttpResponse:
    """Book."""
    form = _form(request, request.POST)
    if form.is_valid():
        try:
            bookings.book(form.wanted(), by=request.member, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return toast(request, _back(request), _("Booked."))
    return _list(request, form)


@staff_view(SEE_RESOURCING)
def booking(request: StaffRequest, number: int) -> HttpResponse:
    """One booking, to be changed or filled."""
    found = _load(request, number)
    return _page(request, found, _form(request, None, booked(found)))


@staff_view(MANAGE_RESOURCING, methods=("POST",))
def change(request: StaffRequest, number: int) -> HttpResponse:
    """Book otherwise."""
    found = _load(request, number)
    form = _form(request, request.POST, booked(found))
    if form.is_valid():
        try:
            act = bookings.change(found, form.wanted(), by=request.member, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return toast(request, _back(request), _("Saved."), undo=_undo(request, found, act))
    return _page(request, found, form)


@staff_view(MANAGE_RESOURCING, methods=("POST",))
def person(request: StaffRequest, number: int) -> HttpResponse:
    """Turn a placeholder into a person."""
    found = _load(request, number)
    form = PlaceholderForm(request.POST, people=bookable())
    page = redirect("resourcing.booking", slug=request.workspace.slug, number=number)
    if not form.is_valid():
        return toast(request, page, _("Choose somebody."), tone="bad")
    member = form.cleaned_data["member"]
    try:
        act = bookings.fill(found, member, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, page, str(refusal), tone="bad")
    said = _("%(name)s is booked.") % {"name": member.name}
    return toast(request, page, said, undo=_undo(request, found, act))


@staff_view(MANAGE_RESOURCING, methods=("POST",))
def binning(request: StaffRequest, number: int) -> HttpResponse:
    """Drop a booking; it can come back for 30 days."""
    found = _load(request, number)
    bookings.drop(found, by=request.member, at=now())
    undo = undo_url(request.workspace, found)
    return toast(request, _back(request), _("In the bin."), undo=undo)


@staff_view(MANAGE_RESOURCING, methods=("POST",))
def undo(request: StaffRequest, number: int, act: int) -> HttpResponse:
    """Take back one's own change."""
    try:
        bookings.undo(_load(request, number), act, by=request.member, at=now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return undone(request, _back(request))


def _list(request: StaffRequest, form: BookingForm | None = None) -> HttpResponse:
    today = today_of(request.workspace, at=now())
    over, unfilled = bool(request.GET.get("past")), bool(request.GET.get("open"))
    rows = Booking.objects.visible_to(request.reader).live().filter(project__binned_at=None)
    rows = rows.filter(last__lt=today) if over else rows.filter(last__gte=today)
    rows = rows.filter(member=None) if unfilled else rows
    joined = rows.select_related("project", "member__user")
    ordered = joined.order_by("-last", "-pk") if over else joined.order_by("first", "pk")
    context = capacity_page(request, HERE) | {
        **paged(ordered, A_PAGE, request.GET.dict()),
        "over": over,
        "unfilled": unfilled,
        "form": form or _form(request, None, _proposed(request)),
        "roles": roles(),
    }
    return render(request, "resourcing/bookings.html", context, status=_status(form))


def _page(request: StaffRequest, found: Booking, form: BookingForm) -> HttpResponse:
    context = capacity_page(request, HERE) | {
        "booking": found,
        "form": form,
        "filling": PlaceholderForm(people=bookable()),
        "roles": roles(),
    }
    return render(request, "resourcing/booking.html", context, status=_status(form))


def _form(request: StaffRequest, data: Any, initial: dict[str, Any] | None = None) -> BookingForm:
    projects = Project.objects.visible_to(request.reader).live().order_by("name")
    return BookingForm(data, projects=projects, people=bookable(), initial=initial)


def _proposed(request: StaffRequest) -> dict[str, Any]:
    """What the address says already: from a project or a person's row."""
    names = ("project", "member", "role", "first", "last")
    given = {name: request.GET[name] for name in names if request.GET.get(name)}
    return {"firmness": Booking.Firmness.SOFT, **given}


def _load(request: StaffRequest, number: int) -> Booking:
    rows = Booking.objects.visible_to(request.reader).live().filter(project__binned_at=None)
    joined = rows.select_related("project", "member__user", "made_by__user")
    found: Booking = get_object_or_404(joined, number=number)
    return found


def _undo(request: StaffRequest, found: Booking, act: int | None) -> str:
    if act is None:
        return ""
    return reverse("resourcing.booking_undo", args=[request.workspace.slug, found.number, act])


def _back(request: StaffRequest) -> HttpResponse:
    return redirect(HERE, slug=request.workspace.slug)


def _status(form: Any) -> int:
    return 422 if form is not None and form.is_bound and form.errors else 200
