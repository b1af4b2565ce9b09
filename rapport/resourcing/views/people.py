"""People as planning knows them: how much of the week each works, as what, with which skills."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.models import Member
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.resourcing.forms import ShareForm, shared
from rapport.resourcing.models import Skill
from rapport.resourcing.operations import levels, shares
from rapport.resourcing.permissions import MANAGE_RESOURCING, SEE_RESOURCING
from rapport.resourcing.queries.people import bookable
from rapport.resourcing.queries.skills import abilities
from rapport.resourcing.queries.weeks import weeks_of
from rapport.resourcing.skill_forms import PersonsSkillsForm
from rapport.resourcing.views.frame import capacity_page, undone
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE = 50
HERE = "resourcing.people"


@staff_view(SEE_RESOURCING)
def index(request: StaffRequest) -> HttpResponse:
    """Everybody whose time is planned, with their role, their week and their skills."""
    pages = paged(bookable(), A_PAGE, request.GET.dict())
    shown = weeks_of(pages["page"])
    known = abilities([one.member.pk for one in shown])
    people = [(one, known.get(one.member.pk, [])) for one in shown]
    context = capacity_page(request, HERE) | {**pages, "people": people}
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
    return _page(request, person, form, _skills_form(request, person))


@staff_view(MANAGE_RESOURCING, methods=("POST",))
def undo(request: StaffRequest, pk: int, act: int) -> HttpResponse:
    """Take back one's own change."""
    try:
        shares.undo(_load(pk), act, by=request.member, at=now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return undone(request, _back(request))


@staff_view(MANAGE_RESOURCING, methods=("POST",))
def skills(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what a person can do, and how well."""
    person = _load(pk)
    form = _skills_form(request, person, request.POST)
    if not form.is_valid():
        return _page(request, person, ShareForm(initial=shared(person)), form)
    act = levels.say(person, form.levels(), by=request.member, at=now())
    names = [request.workspace.slug, pk, act]
    undo = reverse("resourcing.skills_undo", args=names) if act else ""
    return toast(request, _back(request), _("Saved."), undo=undo)


@staff_view(MANAGE_RESOURCING, methods=("POST",))
def skills_undo(request: StaffRequest, pk: int, act: int) -> HttpResponse:
    """Take back one's own word on a person's skills."""
    try:
        levels.undo_said(_load(pk), act, by=request.member, at=now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return undone(request, _back(request))


def _page(
    request: StaffRequest, person: Member, form: ShareForm, skills_form: PersonsSkillsForm
) -> HttpResponse:
    context = capacity_page(request, HERE) | {
        "person": person, "form": form, "skills_form": skills_form,
    }  # fmt: skip
    is_wrong = any(one.is_bound and one.errors for one in (form, skills_form))
    return render(request, "resourcing/hours.html", context, status=422 if is_wrong else 200)


def _skills_form(
    request: StaffRequest, person: Member, data: QueryDict | None = None
) -> PersonsSkillsForm:
    rows = Skill.objects.visible_to(request.reader).live().order_by("name", "pk")
    had = {one.skill: one.level for one in abilities([person.pk]).get(person.pk, [])}
    return PersonsSkillsForm(data, skills=rows, levels=had)


def _load(pk: int) -> Member:
    found: Member = get_object_or_404(Member.objects.select_related("user", "share"), pk=pk)
    return found


def _back(request: StaffRequest) -> HttpResponse:
    return redirect(HERE, slug=request.workspace.slug)
