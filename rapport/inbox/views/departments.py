"""The departments that can be asked, in Settings."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.models import Member
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Department
from rapport.inbox.operations import departments
from rapport.inbox.permissions import SET_DEPARTMENTS
from rapport.inbox.side_forms import HOUR, DepartmentForm
from rapport.lib.refusal import Refused
from rapport.lib.roles import Role
from rapport.ui.toasts import toast


@staff_view(SET_DEPARTMENTS)
def index(request: StaffRequest) -> HttpResponse:
    """All of them, with their people; those that are asked no more below."""
    rows = Department.objects.order_by("name", "pk").prefetch_related("people__user")
    context = {
        "departments": [row for row in rows if row.closed_at is None],
        "closed": [row for row in rows if row.closed_at is not None],
    }
    return render(request, "inbox/departments.html", context)


@staff_view(SET_DEPARTMENTS, methods=("GET", "POST"))
def new(request: StaffRequest) -> HttpResponse:
    """Add one."""
    return _page(request, None)


@staff_view(SET_DEPARTMENTS, methods=("GET", "POST"))
def department(request: StaffRequest, pk: int) -> HttpResponse:
    """Change one."""
    return _page(request, get_object_or_404(Department, pk=min(pk, 2**62)))


@staff_view(SET_DEPARTMENTS, methods=("POST",))
def closure(request: StaffRequest, pk: int) -> HttpResponse:
    """It is asked no more; `?undo=1`: it is again."""
    found = get_object_or_404(Department, pk=min(pk, 2**62))
    home = redirect("inbox.departments", slug=request.workspace.slug)
    try:
        if "undo" in request.GET:
            departments.reopen(found, by=request.member, at=now())
            said = _("“%(name)s” can be asked again.")
            return toast(request, home, said % {"name": found.name})
        departments.close(found, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, home, str(refusal), tone="bad")
    said = _("“%(name)s” is asked no more.") % {"name": found.name}
    return toast(request, home, said, undo=request.path + "?undo=1")


def _page(request: StaffRequest, found: Department | None) -> HttpResponse:
    people = Member.objects.active().exclude(role=Role.GUEST).select_related("user")
    people = people.order_by("user__name", "pk")
    initial = {
        "name": found.name, "hours": max(1, found.answers_within // HOUR),
        "people": list(found.memberships.values_list("member_id", flat=True)),
    } if found else {}  # fmt: skip
    data = request.POST if request.method == "POST" else None
    form = DepartmentForm(data, people=people, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            _save(request, form, found)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            home = redirect("inbox.departments", slug=request.workspace.slug)
            return toast(request, home, _("Saved."))
    context = {"form": form, "department": found}
    status = 422 if form.errors else 200
    return render(request, "inbox/department.html", context, status=status)


def _save(request: StaffRequest, form: DepartmentForm, found: Department | None) -> None:
    words = form.cleaned_data
    facts = departments.Facts(words["name"], words["hours"] * HOUR, tuple(words["people"]))
    if found is None:
        departments.create(request.workspace, facts=facts, by=request.member, at=now())
    else:
        departments.change(found, facts=facts, by=request.member, at=now())
