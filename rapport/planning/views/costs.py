"""What a task costs, on the task's page."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.planning.models import TaskCost
from rapport.planning.operations import costs
from rapport.planning.permissions import SEE_COSTS, SET_COSTS
from rapport.planning.queries.task_cost import cost_of
from rapport.projects.models import Task
from rapport.projects.views.loading import task_of
from rapport.ui import money
from rapport.ui.edits import changed_meanwhile
from rapport.ui.toasts import toast

FIELDS = ("likely", "least", "most", "hourly")


@staff_view(SEE_COSTS)
def panel(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """What is spent once, what an hour of work costs, and what that comes to by plan."""
    task = task_of(request, key, number)
    cost = cost_of(task)
    may_set = SET_COSTS.held_by(request.member.role) and not cost.is_sum
    if not may_set and not cost.is_said:
        return HttpResponse(status=204)
    context = {"task": task, "cost": cost, "may_set": may_set, "fields": _shown(request, cost.row)}
    return render(request, "planning/cost.html", context)


@staff_view(SET_COSTS, methods=("POST",))
def amount(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Set one of the amounts in place."""
    task = task_of(request, key, number)
    names = [name for name in request.POST if name not in ("csrfmiddlewaretoken", "was")]
    if len(names) != 1 or names[0] not in FIELDS:
        return JsonResponse({"error": _("There is no such field.")}, status=400)
    name, currency = names[0], request.workspace.currency
    stands = getattr(cost_of(task).row, name)
    held = _written(stands, currency)
    if request.POST.get("was", held) != held:
        return changed_meanwhile(_in_words(stands, currency), held)
    try:
        said = _read(request.POST[name].strip(), currency)
        done = _set(task, name, said, request)
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    answer = {"text": _in_words(said, currency), "value": _written(said, currency)}
    response = JsonResponse(answer)
    if done is None:
        return response
    return toast(request, response, _("Changed."), undo=_undo_url(request, task, done))


@staff_view(SET_COSTS, methods=("POST",))
def undo(request: StaffRequest, key: str, number: int, act: int) -> HttpResponse:
    """Take back one's own act on the cost of a task."""
    task = task_of(request, key, number)
    try:
        costs.undo(task, act, by=request.member, at=now())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    if request.htmx:
        return HttpResponse(status=204)
    return redirect("projects.task", slug=request.workspace.slug, key=key, number=number)


class NotUnderstood(Refused):
    """What was typed is no amount."""


def _set(task: Task, name: str, said: int | None, request: StaffRequest) -> int | None:
    if name == "hourly":
        return costs.charge(task, said, by=request.member, at=now())
    return costs.spend(task, by=request.member, at=now(), **{name: said})


def _read(text: str, currency: str) -> int | None:
    try:
        return money.read(text, currency) if text else None
    except money.NoAmount as error:
        raise NotUnderstood(_("Write an amount like 1200 or 89.50.")) from error


def _in_words(amount: int | None, currency: str) -> str:
    return "—" if amount is None else money.said(amount, currency)


def _written(amount: int | None, currency: str) -> str:
    return "" if amount is None else money.written(amount, currency)


def _shown(request: StaffRequest, row: TaskCost) -> list[tuple[str, str, int | None, str]]:
    """The amounts that can be said now: around what is likely only where that is said."""
    labels = {
        "likely": _("Spent once"), "least": _("At least"), "most": _("At most"),
        "hourly": _("An hour of work"),
    }  # fmt: skip
    currency = request.workspace.currency
    return [
        (name, labels[name], amount, _written(amount, currency))
        for name in FIELDS
        for amount in [getattr(row, name)]
        if name in ("likely", "hourly") or row.likely is not None
    ]


def _undo_url(request: StaffRequest, task: Task, act: int) -> str:
    slug, key = request.workspace.slug, task.project.key
    names = {"slug": slug, "key": key, "number": task.number, "act": act}
    return reverse("planning.cost_undo", kwargs=names)
