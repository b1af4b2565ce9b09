"""Every page of a task leads on from the address it had before the task went elsewhere."""

from typing import Any

from django.urls import reverse

from rapport.accounts.requests import StaffRequest
from rapport.projects.models import FormerPlace, Project, Task

# What the routes of a task's pages have in them; `key` and `number` name the task.
_routes = ["/tasks/<int:number>/"]


def are_of_tasks(route: str) -> None:
    """Say that routes with this in them are pages of a task; called once from an urls module."""
    _routes.append(route)


def new_address(request: StaffRequest) -> str | None:
    """The same page of the task where it is now."""
    here = request.resolver_match
    if here is None or not any(route in here.route for route in _routes):
        return None
    task = _moved(request, here.kwargs)
    if task is None:
        return None
    address = reverse(
        here.view_name, kwargs={**here.kwargs, "key": task.project.key, "number": task.number}
    )
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


def _moved(request: StaffRequest, named: dict[str, Any]) -> Task | None:
    there = Project.objects.visible_to(request.reader).filter(key=named["key"])
    places = FormerPlace.objects.filter(project__in=there, number=named["number"])
    rows = Task.objects.visible_to(request.reader).live().filter(project__binned_at=None)
    found: Task | None = rows.filter(pk__in=places.values("task")).select_related("project").first()
    return found
