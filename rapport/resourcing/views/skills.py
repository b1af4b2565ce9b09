"""The workspace's skills: the list, who has one, name one, bin one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.resourcing.models import MemberSkill, Skill
from rapport.resourcing.operations import skills
from rapport.resourcing.permissions import MANAGE_RESOURCING, SEE_RESOURCING
from rapport.resourcing.queries.skills import counted
from rapport.resourcing.skill_forms import SkillForm
from rapport.resourcing.views.frame import capacity_page
from rapport.ui.paging import paged
from rapport.ui.toasts import toast

A_PAGE = 50
HERE = "resourcing.skills"


@staff_view(SEE_RESOURCING)
def index(request: StaffRequest) -> HttpResponse:
    """The list, with how many people have each skill and how many tasks ask for it."""
    return _list(request, SkillForm())


@staff_view(MANAGE_RESOURCING, methods=("POST",))
def new(request: StaffRequest) -> HttpResponse:
    """Add a skill."""
    form = SkillForm(request.POST)
    if form.is_valid():
        try:
            skills.add(form.cleaned_data["name"], by=request.member, at=now())
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return toast(request, _back(request), _("Added."))
    return _list(request, form)


@staff_view(SEE_RESOURCING)
def skill(request: StaffRequest, number: int) -> HttpResponse:
    """Who has a skill."""
    found = _load(request, number)
    return _page(request, found, SkillForm(initial={"name": found.name}))


@staff_view(MANAGE_RESOURCING, methods=("POST",))
def name(request: StaffRequest, number: int) -> HttpResponse:
    """Name a skill otherwise."""
    found, form = _load(request, number), SkillForm(request.POST)
    if form.is_valid():
        try:
            skills.rename(found, form.cleaned_data["name"], by=request.member, at=now())
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return toast(request, _back(request), _("Saved."))
    return _page(request, found, form)


@staff_view(MANAGE_RESOURCING, methods=("POST",))
def binning(request: StaffRequest, number: int) -> HttpResponse:
    """Take a skill from the list; it can come back for 30 days, with who has it."""
    found = _load(request, number)
    skills.delete(found, by=request.member, at=now())
    undo = undo_url(request.workspace, found)
    return toast(request, _back(request), _("In the bin."), undo=undo)


def _list(request: StaffRequest, form: SkillForm) -> HttpResponse:
    pages = paged(counted(request.reader), A_PAGE, request.GET.dict())
    context = capacity_page(request, HERE) | {**pages, "form": form}
    return render(request, "resourcing/skills.html", context, status=_status(form))


def _page(request: StaffRequest, found: Skill, form: SkillForm) -> HttpResponse:
    rows = MemberSkill.objects.filter(skill=found, member__deactivated_at=None)
    people = rows.select_related("member__user").order_by("-level", "member__user__name", "pk")
    context = capacity_page(request, HERE) | {
        **paged(people, A_PAGE, request.GET.dict()), "skill": found, "form": form,
    }  # fmt: skip
    return render(request, "resourcing/skill.html", context, status=_status(form))


def _load(request: StaffRequest, number: int) -> Skill:
    rows = Skill.objects.visible_to(request.reader).live().select_related("workspace")
    found: Skill = get_object_or_404(rows, number=number)
    return found


def _back(request: StaffRequest) -> HttpResponse:
    return redirect(HERE, slug=request.workspace.slug)


def _status(form: SkillForm) -> int:
    return 422 if form.is_bound and form.errors else 200
