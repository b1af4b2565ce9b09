"""One task: its page, its place in the outline, the bin."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.projects import panels
from rapport.projects.models import Dependency, Task
from rapport.projects.operations import placing, tasks
from rapport.projects.permissions import SEE_PROJECTS, WORK_ON_TASKS
from rapport.projects.queries.transfers import former_references
from rapport.projects.tabs import page_of
from rapport.projects.views.loading import (
    binned_task_of,
    project_page,
    task_of,
)
from rapport.projects.views.task_fields import shown_fields
from rapport.ui.toasts import toast


@staff_view(SEE_PROJECTS)
def page(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Everything that is decided about a task, each thing editable in place."""
    task = task_of(request, key, number)
    links = Dependency.objects.filter(project=task.project)
    others = Task.objects.live().filter(project=task.project).exclude(pk=task.pk)
    parts = list(_parts(task))
    context = project_page(request, task.project, "") | {
        "task": task,
        "fields": shown_fields(task, request.reader, has_parts=bool(parts)),
        "waits_for": links.filter(successor=task).select_related("predecessor"),
        "leads_to": links.filter(predecessor=task).select_related("successor"),
        "children": parts,
        "others": others.order_by("position"),
        "kinds": Dependency.Kind.choices,
        "former": former_references(task),
        "panels": panels.shown_on_task(request.workspace.slug, task, role=request.member.role),
    }
    return render(request, "projects/task.html", context)


def _parts(task: Task) -> QuerySet[Task]:
    """The tasks under a task; `has_parts` says of which the state is again that of its parts."""
    live = Task.objects.live()
    parts = live.filter(parent=task).annotate(has_parts=Exists(live.filter(parent=OuterRef("pk"))))
    return parts.order_by("position")  # type: ignore[no-any-return]


@staff_view(WORK_ON_TASKS, methods=("POST",))
def outline(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Indent or outdent a task."""
    task = task_of(request, key, number)
    steps = {"in": placing.indent, "out": placing.outdent}
    step = steps.get(request.POST.get("step", ""))
    if step is None:
        return HttpResponseBadRequest(_("There is no such step."), content_type="text/plain")
    page_name = page_of(request.POST.get("back", ""), default="projects.project")
    response = redirect(page_name, slug=request.workspace.slug, key=key)
    try:
        step(task, by=request.member, at=now())
    except Refused as refusal:
        return toast(request, response, str(refusal), tone="bad")
    return response


@staff_view(WORK_ON_TASKS, methods=("POST",))
def bin_(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Move a task, and all under it, to the bin."""
    task = task_of(request, key, number)
    tasks.put_in_bin(task, by=request.member, at=now())
    slug = request.workspace.slug
    undo = reverse("projects.task_restoration", kwargs={"slug": slug, "key": key, "number": number})
    said = _("%(task)s is in the bin for 30 days.") % {"task": task.reference}
    return toast(request, redirect("projects.board", slug=slug, key=key), said, undo=undo)


@staff_view(WORK_ON_TASKS, methods=("POST",))
def restoration(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Take a task out of the bin."""
    task = binned_task_of(request, key, number)
    tasks.restore(task, by=request.member, at=now())
    return redirect("projects.task", slug=request.workspace.slug, key=key, number=number)
