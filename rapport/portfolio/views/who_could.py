"""Who could do a task, asked on its page; and giving it to one of them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.keys import key_of
from rapport.portfolio.queries.who_could import who_could
from rapport.projects.models import Task
from rapport.projects.operations import hands
from rapport.projects.permissions import WORK_ON_TASKS
from rapport.projects.queries.people import assignable
from rapport.projects.queries.work import is_work
from rapport.projects.views.loading import task_of, undo_url
from rapport.resourcing.days import today_of
from rapport.resourcing.permissions import SEE_RESOURCING
from rapport.ui.toasts import toast

SHOWN = 12


@staff_view(SEE_RESOURCING)
def panel(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """The question; with `?asked=1` its answer, for people of `?role=`. Nothing where nobody does
    the task itself, or nobody any more."""
    task = task_of(request, key, number)
    if task.state == Task.State.DONE or not is_work(task):
        return HttpResponse(status=204)
    context = {"task": task, "may_work": WORK_ON_TASKS.held_by(request.member.role)}
    if not request.GET.get("asked"):
        return render(request, "portfolio/who_could.html", context)
    today = today_of(request.workspace, at=now())
    answer = who_could(task, request.reader, role=request.GET.get("role"), today=today)
    candidates = answer.candidates if answer else []
    context |= {
        "asked": True,
        "answer": answer,
        "candidates": candidates[:SHOWN],
        "hidden": max(0, len(candidates) - SHOWN),
    }
    return render(request, "portfolio/who_could.html", context)


@staff_view(WORK_ON_TASKS, methods=("POST",))
def assignment(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Give the task to somebody."""
    task = task_of(request, key, number)
    found = assignable(request.reader)
    member = get_object_or_404(found, pk=key_of(request.POST.get("member", "")))
    done = hands.assign(task, member, by=request.member, at=now())
    page = redirect("projects.task", slug=request.workspace.slug, key=key, number=number)
    if done is None:
        return toast(request, page, _("Nothing had to be changed."))
    said = _("%(name)s has it now.") % {"name": member.name}
    return toast(request, page, said, undo=undo_url(request, task.project, done))
