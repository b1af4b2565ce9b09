"""One project: its overview, its details, its state, the bin."""

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Client
from rapport.projects.forms import PersonOnProjectForm, ProjectForm
from rapport.projects.models import Project
from rapport.projects.operations import projects
from rapport.projects.operations.projects import KeyTaken
from rapport.projects.permissions import MANAGE_PROJECTS, SEE_PROJECTS
from rapport.projects.queries import overview as at_a_glance
from rapport.projects.queries import people
from rapport.projects.queries.transfers import merging_to_undo
from rapport.projects.views.loading import project_of, project_page, with_panels
from rapport.ui.toasts import toast


@staff_view(SEE_PROJECTS)
def overview(request: StaffRequest, key: str) -> HttpResponse:
    """Facts, people, what presses, and what the other rooms say about this project."""
    project = project_of(request, key)
    context = project_page(request, project, "projects.project") | {
        "progress": at_a_glance.progress(project),
        "pressing": at_a_glance.pressing(project),
        "people": people.on(project),
        "person_form": PersonOnProjectForm(),
        "panels": with_panels(request, project),
        "states": Project.State.choices,
        "merged_into": _merged_into(request, project),
        "merging_to_undo": merging_to_undo(project, request.member, now()),
    }
    return render(request, "projects/overview.html", context)


def _merged_into(request: StaffRequest, project: Project) -> Project | None:
    """Where its tasks are, if this person may see that."""
    if not project.merged_into_id:
        return None
    rows = Project.objects.visible_to(request.reader).live()
    found: Project | None = rows.filter(pk=project.merged_into_id).first()
    return found


@staff_view(MANAGE_PROJECTS, methods=("GET", "POST"))
def new(request: StaffRequest) -> HttpResponse:
    """Begin a project for a client."""
    clients = Client.objects.visible_to(request.reader).live().select_related("workspace")
    form = ProjectForm(request.POST or None, clients=clients.order_by("name"))
    if not request.POST:
        form.initial = {"starts_on": localdate(), "client": request.GET.get("client")}
    elif form.is_valid():
        try:
            client = form.cleaned_data["client"]
            project = projects.create(client, form.details(), by=request.member, at=now())
            return redirect("projects.project", slug=request.workspace.slug, key=project.key)
        except KeyTaken as refusal:
            form.add_error("key", str(refusal))
    status = 422 if request.POST else 200
    return render(request, "projects/details.html", {"form": form}, status=status)


@staff_view(MANAGE_PROJECTS, methods=("GET", "POST"))
def details(request: StaffRequest, key: str) -> HttpResponse:
    """Change what is decided about the project as a whole."""
    project = project_of(request, key)
    form = ProjectForm(request.POST or None, clients=None, project=project)
    if request.POST and form.is_valid():
        try:
            projects.change(project, form.details(), by=request.member, at=now())
            return redirect("projects.project", slug=request.workspace.slug, key=project.key)
        except KeyTaken as refusal:
            form.add_error("key", str(refusal))
    context = {"form": form, "project": project}
    return render(request, "projects/details.html", context, status=422 if request.POST else 200)


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def state(request: StaffRequest, key: str) -> HttpResponse:
    """Plan, start, pause or end the project."""
    project = project_of(request, key)
    wanted = request.POST.get("state", "")
    if wanted not in Project.State.values:
        return HttpResponseBadRequest(_("There is no such state."), content_type="text/plain")
    projects.set_state(project, wanted, by=request.member, at=now())
    return redirect("projects.project", slug=request.workspace.slug, key=project.key)


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def bin_(request: StaffRequest, key: str) -> HttpResponse:
    """Move the project to the bin."""
    project = project_of(request, key)
    projects.put_in_bin(project, by=request.member, at=now())
    slug = request.workspace.slug
    undo = reverse("projects.restoration", kwargs={"slug": slug, "key": key})
    said = _("%(name)s is in the bin for 30 days.") % {"name": project.name}
    return toast(request, redirect("projects.index", slug=slug), said, undo=undo)


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def restoration(request: StaffRequest, key: str) -> HttpResponse:
    """Take the project out of the bin."""
    project: Project = get_object_or_404(Project.objects.visible_to(request.reader), key=key)
    projects.restore(project, by=request.member, at=now())
    return redirect("projects.project", slug=request.workspace.slug, key=project.key)
