"""Who works on a task, on its page: the one responsible and their helpers, each with a share."""

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.projects.effort import ALL, units
from rapport.projects.models import Helper, Task
from rapport.projects.operations import helping
from rapport.projects.permissions import SEE_PROJECTS, WORK_ON_TASKS
from rapport.projects.queries.helping import Hand, helpers_on, rest_of
from rapport.projects.queries.people import assignable
from rapport.projects.queries.work import has_parts
from rapport.projects.views import field_values
from rapport.projects.views.loading import hold, task_of, undo_url
from rapport.ui.edits import changed_meanwhile
from rapport.ui.toasts import toast


@staff_view(SEE_PROJECTS)
def panel(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Everybody on the task; nothing where there is nobody to see and nothing to do, or where its
    parts have their own people."""
    task = task_of(request, key, number)
    helpers, may_work = helpers_on(task), WORK_ON_TASKS.held_by(request.member.role)
    if not helpers and (not may_work or has_parts(task)):
        return HttpResponse(status=204)
    there = {task.assignee_id, *(hand.member for hand in helpers)}
    others = [one for one in assignable(request.reader) if one.pk not in there]
    context = {
        "task": task,
        "responsible": task.assignee.name if task.assignee else task.assignee_name,
        "rest": _rest(task, helpers),
        "helpers": helpers,
        "others": others if may_work else [],
        "may_work": may_work,
    }
    return render(request, "projects/helping.html", context)


@staff_view(WORK_ON_TASKS, methods=("POST",))
def helpers(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Put somebody on the task."""
    task = task_of(request, key, number)
    try:
        member = field_values.member(request.POST.get("member", ""), task)
        if member is None:
            return _back(request, task, _("Choose who shall help."))
        field_values.require_known(member, request.reader)
        percent = field_values.share(request.POST.get("percent", ""), task)
        with transaction.atomic():
            hold(task)
            act = helping.put_on(task, member, percent, by=request.member, at=now())
    except Refused as refusal:
        return _back(request, task, str(refusal))
    said = _("%(name)s works on it from now on.") % {"name": member.name}
    return _done(request, task, said, act)


@staff_view(WORK_ON_TASKS, methods=("POST", "DELETE"))
@transaction.atomic
def helper(request: StaffRequest, key: str, number: int, row: int) -> HttpResponse:
    """Let a helper give another share (POST), or take them off (DELETE)."""
    task = task_of(request, key, number)
    hold(task)
    rows = Helper.objects.counting().filter(task=task).select_related("member__user")
    found = get_object_or_404(rows, pk=row)
    found.task = task
    if request.method == "DELETE" or request.POST.get("remove"):
        act = helping.take_off(found, by=request.member, at=now())
        said = _("%(name)s does not work on it any more.") % {"name": found}
        return _done(request, task, said, act)
    if request.POST.get("was", str(found.percent)) != str(found.percent):
        return changed_meanwhile(f"{found.percent}%", str(found.percent))
    try:
        percent = field_values.share(request.POST.get("percent", ""), task)
        act = helping.give_share(found, percent, by=request.member, at=now())
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    response = JsonResponse({"text": f"{percent}%", "value": str(percent)})
    if act is None:
        return response
    return toast(request, response, _("Changed."), undo=undo_url(request, task.project, act))


def _rest(task: Task, helpers: list[Hand]) -> int | None:
    """The share of the one responsible, in percent; None where the work is not known."""
    together = units(task)
    return None if together is None else round(rest_of(together / ALL, helpers) * ALL)


def _done(request: StaffRequest, task: Task, said: str, act: int | None) -> HttpResponse:
    response = _to_task(request, task)
    if act is None:
        return response
    return toast(request, response, said, undo=undo_url(request, task.project, act))


def _back(request: StaffRequest, task: Task, complaint: str) -> HttpResponse:
    return toast(request, _to_task(request, task), complaint, tone="bad")


def _to_task(request: StaffRequest, task: Task) -> HttpResponse:
    slug = request.workspace.slug
    return redirect("projects.task", slug=slug, key=task.project.key, number=task.number)
