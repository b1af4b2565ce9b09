"""Who is on a project."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.projects.forms import PersonOnProjectForm
from rapport.projects.models import ProjectMember
from rapport.projects.operations import people
from rapport.projects.permissions import MANAGE_PROJECTS
from rapport.projects.views.loading import project_of


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def add(request: StaffRequest, key: str) -> HttpResponse:
    """Put somebody on the project."""
    project = project_of(request, key)
    form = PersonOnProjectForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "project": project}
        return render(request, "projects/person.html", context, status=422)
    part = form.cleaned_data["part"]
    member = form.cleaned_data["member"]
    people.add(project, member, part=part, by=request.member, at=now())
    return redirect("projects.project", slug=request.workspace.slug, key=project.key)


@staff_view(MANAGE_PROJECTS, methods=("POST",))
def remove(request: StaffRequest, key: str, member: int) -> HttpResponse:
    """Take somebody off the project."""
    project = project_of(request, key)
    places = ProjectMember.objects.filter(project=project).select_related("member")
    place = get_object_or_404(places, member=member)
    people.remove(project, place.member, by=request.member, at=now())
    return redirect("projects.project", slug=request.workspace.slug, key=project.key)
