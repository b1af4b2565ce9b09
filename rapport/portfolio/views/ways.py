"""The ways to do a task: a card on its page; note one, take it, go back, bin it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.planning.permissions import SEE_COSTS
from rapport.portfolio.models import Way
from rapport.portfolio.operations import ways
from rapport.portfolio.permissions import CHOOSE_WAYS
from rapport.portfolio.way_forms import WayForm
from rapport.projects.models import Task
from rapport.projects.queries.work import is_work
from rapport.projects.views.loading import project_page, task_of
from rapport.resourcing.permissions import SEE_RESOURCING
from rapport.resourcing.views.frame import undone
from rapport.ui.toasts import toast


@staff_view(SEE_RESOURCING)
def panel(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """The card; none where nothing is done, or where there is nothing to see or to say."""
    task = task_of(request, key, number)
    may_choose = CHOOSE_WAYS.held_by(request.member.role)
    rows = Way.objects.visible_to(request.reader).live().filter(task=task)
    listed = list(rows.order_by("duration_minutes", "pk"))
    if not is_work(task) or not (listed or may_choose):
        return HttpResponse(status=204)
    taken = next((way for way in listed if way.taken_at), None)
    context = {
        "task": task, "ways": listed, "taken": taken, "may_choose": may_choose,
        "is_open": task.state != Task.State.DONE,
        "sees_prices": SEE_COSTS.held_by(request.member.role),
        "ordinary": (taken and taken.was) or {
            "duration_minutes": task.duration_minutes, "work_minutes": task.work_minutes,
        },
    }  # fmt: skip
    return render(request, "portfolio/ways.html", context)


@staff_view(CHOOSE_WAYS, methods=("GET", "POST"))
def new(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Note another way."""
    task = task_of(request, key, number)
    data = request.POST if request.method == "POST" else None
    form = WayForm(data, currency=request.workspace.currency)
    if form.is_bound and form.is_valid():
        try:
            ways.note(task, form.way(), by=request.member, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return toast(request, _to(request, task), _("Noted."))
    context = project_page(request, task.project, "") | {"task": task, "form": form}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "portfolio/new_way.html", context, status=status)


@staff_view(CHOOSE_WAYS, methods=("POST",))
def taking(request: StaffRequest, key: str, number: int, way: int) -> HttpResponse:
    """Let the task be done in this way."""
    task = task_of(request, key, number)
    found = _load(request, task, way)
    try:
        ways.take(found, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, _to(request, task), str(refusal), tone="bad")
    names = [request.workspace.slug, key, number, way]
    undo = reverse("portfolio.way_going_back", args=names)
    return toast(request, _to(request, task), _("It is done in this way now."), undo=undo)


@staff_view(CHOOSE_WAYS, methods=("POST",))
def going_back(request: StaffRequest, key: str, number: int, way: int) -> HttpResponse:
    """Let the task be done in the ordinary way again."""
    task = task_of(request, key, number)
    ways.go_back(_load(request, task, way), by=request.member, at=now())
    return undone(request, toast(request, _to(request, task), _("As it was before.")))


@staff_view(CHOOSE_WAYS, methods=("POST",))
def binning(request: StaffRequest, key: str, number: int, way: int) -> HttpResponse:
    """Move a way to the bin."""
    task = task_of(request, key, number)
    found = _load(request, task, way)
    ways.delete(found, by=request.member, at=now())
    undo = undo_url(request.workspace, found)
    return toast(request, _to(request, task), _("In the bin."), undo=undo)


def _load(request: StaffRequest, task: Task, number: int) -> Way:
    rows = Way.objects.visible_to(request.reader).live().filter(task=task)
    found: Way = get_object_or_404(rows.select_related("workspace"), number=number)
    found.task = task
    return found


def _to(request: StaffRequest, task: Task) -> HttpResponse:
    slug, key = request.workspace.slug, task.project.key
    return redirect("projects.task", slug=slug, key=key, number=task.number)
