"""Time off: who is away when; note it, correct it, take it back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.models import Member
from rapport.accounts.requests import StaffRequest
from rapport.inbox.permissions import HANDLE
from rapport.lib.refusal import Refused
from rapport.resourcing.days import today_of
from rapport.resourcing.forms import AbsenceForm, NewAbsenceForm
from rapport.resourcing.models import Absence
from rapport.resourcing.operations import absences
from rapport.resourcing.permissions import MANAGE_RESOURCING, NOTE_ABSENCES, SEE_RESOURCING
from rapport.resourcing.queries.absences import coming, may_change, past, shown
from rapport.resourcing.queries.people import bookable
from rapport.resourcing.views.frame import capacity_page, undone
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE = 50
FIELDS = ("first", "last", "daily_minutes", "kind", "reason")


@staff_view(SEE_RESOURCING)
def index(request: StaffRequest) -> HttpResponse:
    """Who is away from today on; `?past=1` who was."""
    return _list(request)


@staff_view(NOTE_ABSENCES, methods=("POST",))
def new(request: StaffRequest) -> HttpResponse:
    """Note that somebody is away."""
    form = NewAbsenceForm(request.POST, people=_people(request), deputies=bookable())
    if form.is_valid():
        member = form.cleaned_data["member"]
        member.workspace = request.workspace
        try:
            absences.note(member, form.away(), by=request.member, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return toast(request, _back(request), _("Noted."))
    return _list(request, form)


@staff_view(NOTE_ABSENCES, methods=("GET", "POST"))
def absence(request: StaffRequest, number: int) -> HttpResponse:
    """Correct an absence."""
    found = _load(request, number)
    if not may_change(found, request.member):
        raise PermissionDenied
    initial = {name: getattr(found, name) for name in FIELDS} | {"deputy": found.deputy_id}
    data = request.POST if request.method == "POST" else None
    form = AbsenceForm(data, deputies=_others(found.member_id), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            act = absences.change(found, form.away(), by=request.member, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return toast(request, _back(request), _("Saved."), undo=_undo(request, found, act))
    context = capacity_page(request, "resourcing.absences") | {"absence": found, "form": form}
    return render(request, "resourcing/absence.html", context, status=_status(form))


@staff_view(NOTE_ABSENCES, methods=("POST",))
def binning(request: StaffRequest, number: int) -> HttpResponse:
    """Move an absence to the bin."""
    found = _load(request, number)
    if not may_change(found, request.member):
        raise PermissionDenied
    absences.delete(found, by=request.member, at=now())
    undo = undo_url(request.workspace, found)
    return toast(request, _back(request), _("In the bin."), undo=undo)


@staff_view(NOTE_ABSENCES, methods=("POST",))
def undo(request: StaffRequest, number: int, act: int) -> HttpResponse:
    """Take back one's own correction."""
    try:
        absences.undo(_load(request, number), act, by=request.member, at=now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return undone(request, _back(request))


def _list(request: StaffRequest, form: NewAbsenceForm | None = None) -> HttpResponse:
    today = today_of(request.workspace, at=now())
    over = bool(request.GET.get("past"))
    rows = (past if over else coming)(request.reader, today=today)
    pages = paged(rows, A_PAGE, request.GET.dict())
    may_note = NOTE_ABSENCES.held_by(request.member.role)
    context = capacity_page(request, "resourcing.absences") | {
        **pages,
        "absences": [shown(row, request.member) for row in pages["page"]],
        "over": over,
        "today": today,
        "may_note": may_note,
        "may_hand_over": HANDLE.held_by(request.member.role),
        "form": form or _blank(request),
    }
    return render(request, "resourcing/absences.html", context, status=_status(form))


def _blank(request: StaffRequest) -> NewAbsenceForm:
    me = request.member.pk
    # Whoever stood in the last time does so again, unless one says otherwise.
    before = Absence.objects.live().filter(member=me).exclude(deputy=None).order_by("-last")
    deputy = before.values_list("deputy", flat=True).first()
    initial = {"member": me, "deputy": deputy}
    return NewAbsenceForm(people=_people(request), deputies=bookable(), initial=initial)


def _others(member: int) -> Any:
    return bookable().exclude(pk=member)


def _people(request: StaffRequest) -> Any:
    """Who manages notes for anybody, also for guests; everybody else for themselves."""
    if MANAGE_RESOURCING.held_by(request.member.role):
        return bookable()
    return Member.objects.active().filter(pk=request.member.pk).select_related("user")


def _load(request: StaffRequest, number: int) -> Absence:
    rows = Absence.objects.visible_to(request.reader).live().select_related("member__user")
    found: Absence = get_object_or_404(rows, number=number)
    return found


def _undo(request: StaffRequest, found: Absence, act: int | None) -> str:
    if act is None:
        return ""
    return reverse("resourcing.absence_undo", args=[request.workspace.slug, found.number, act])


def _back(request: StaffRequest) -> HttpResponse:
    return redirect("resourcing.absences", slug=request.workspace.slug)


def _status(form: Any) -> int:
    return 422 if form is not None and form.is_bound and form.errors else 200
