"""The skills that a task asks for: a card on its page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.projects.permissions import WORK_ON_TASKS
from rapport.projects.queries.work import is_work
from rapport.projects.views.loading import task_of
from rapport.resourcing.models import Level, Skill
from rapport.resourcing.operations import levels
from rapport.resourcing.permissions import MANAGE_RESOURCING, SEE_RESOURCING
from rapport.resourcing.queries.skills import asked_of
from rapport.resourcing.skill_forms import AskedSkillForm
from rapport.resourcing.views.frame import undone
from rapport.ui.toasts import toast


@staff_view(SEE_RESOURCING)
def panel(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """The card; none for what nobody does: a milestone, or a summary of others."""
    task = task_of(request, key, number)
    if not is_work(task):
        return HttpResponse(status=204)
    asked = asked_of(task)
    listed = list(Skill.objects.visible_to(request.reader).live().order_by("name", "pk"))
    there = {one.skill for one in asked}
    context = {
        "task": task, "asked": asked, "others": [one for one in listed if one.pk not in there],
        "levels": Level.choices, "usual": Level.GOOD, "has_list": bool(listed),
        "may_work": WORK_ON_TASKS.held_by(request.member.role),
        "may_manage": MANAGE_RESOURCING.held_by(request.member.role),
    }  # fmt: skip
    return render(request, "resourcing/task_skills.html", context)


@staff_view(WORK_ON_TASKS, methods=("POST",))
def asked(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Let the task ask for a skill at a level; without a level, not any more."""
    task = task_of(request, key, number)
    page = redirect("projects.task", slug=request.workspace.slug, key=key, number=number)
    form = AskedSkillForm(request.POST, skills=Skill.objects.visible_to(request.reader).live())
    if not form.is_valid():
        return toast(request, page, _("Choose a skill of the list."), tone="bad")
    said = form.cleaned_data
    act = levels.ask(task, said["skill"], said["level"], by=request.member, at=now())
    names = [request.workspace.slug, key, number, act]
    undo = reverse("resourcing.task_skills_undo", args=names) if act else ""
    return toast(request, page, _("Saved."), undo=undo)


@staff_view(WORK_ON_TASKS, methods=("POST",))
def undo(request: StaffRequest, key: str, number: int, act: int) -> HttpResponse:
    """Take back one's own word on what the task asks for."""
    task = task_of(request, key, number)
    try:
        levels.undo_asked(task, act, by=request.member, at=now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    page = redirect("projects.task", slug=request.workspace.slug, key=key, number=number)
    return undone(request, page)
