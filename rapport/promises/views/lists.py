"""Lists of promises: all, of a project, of a client."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Client
from rapport.clients.views.loading import contact_of
from rapport.inbox.models import Conversation, Message
from rapport.projects.models import Project
from rapport.projects.views.loading import task_of
from rapport.promises.forecasts import outlooks
from rapport.promises.forms import FilterForm
from rapport.promises.models import Promise
from rapport.promises.permissions import MAKE_PROMISES, SEE_PROMISES
from rapport.promises.queries.keeping import keeping
from rapport.promises.queries.lists import Filters, listed, narrowed
from rapport.ui.paging import paged

A_PAGE = 50
PANEL = 8


@staff_view(SEE_PROMISES)
def promises(request: StaffRequest) -> HttpResponse:
    """Every promise, what is due first first."""
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    filters = Filters(
        chosen.get("show") or "open", chosen.get("client", ""), chosen.get("project", "")
    )
    today = timezone.localdate()
    everything = narrowed(
        request.reader, replace(filters, show="all"), request.workspace, today=today
    )
    rows = narrowed(request.reader, filters, request.workspace, today=today)
    past = filters.show in ("kept", "broken", "all")
    pages = paged(listed(rows, newest_first=past), A_PAGE, request.GET.dict())
    context = _common(request) | {
        **pages,
        "promises": outlooks(pages["page"]),
        "record": keeping(everything, today=today),
        "filters": filters,
        "shown": FilterForm.SHOWN,
        "clients": Client.objects.visible_to(request.reader).live().order_by("name"),
        "projects": _projects(request, filters.client),
    }
    return render(request, "promises/list.html", context)


@staff_view(SEE_PROMISES)
def of_project(request: StaffRequest, key: str) -> HttpResponse:
    """The part of a project's page that shows what was promised on it."""
    project = get_object_or_404(Project.objects.visible_to(request.reader), key=key)
    rows = Promise.objects.visible_to(request.reader).live().filter(project=project)
    more = f"project={project.key}"
    return _panel(request, rows, more, {"project": project, "client": project.client})


@staff_view(SEE_PROMISES)
def of_client(request: StaffRequest, key: str) -> HttpResponse:
    """The part of a client's page that shows what was promised to them."""
    client = get_object_or_404(Client.objects.visible_to(request.reader), key=key)
    rows = Promise.objects.visible_to(request.reader).live().filter(client=client)
    return _panel(request, rows, f"client={client.key}", {"client": client})


@staff_view(SEE_PROMISES)
def of_conversation(request: StaffRequest, number: int) -> HttpResponse:
    """What was promised in a conversation, for the side of its page."""
    rows = Conversation.objects.visible_to(request.reader)
    talk = get_object_or_404(rows.select_related("client"), number=number)
    found = Promise.objects.visible_to(request.reader).live().filter(message__conversation=talk)
    last = talk.messages.exclude(kind=Message.Kind.NOTE).order_by("-written_at", "-pk").first()
    context = _common(request) | {"promises": outlooks(listed(found)[:PANEL]), "last": last}
    return render(request, "promises/conversation.html", context)


@staff_view(SEE_PROMISES)
def of_contact(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """The part of a person's page that shows what was promised to them."""
    person = contact_of(request, key, pk)
    rows = Promise.objects.visible_to(request.reader).live().filter(contact=person)
    found = outlooks(listed(rows, newest_first=True)[:PANEL])
    if not found:
        return HttpResponse(status=204)
    context = _common(request) | {"promises": found, "panel": True, "client": person.client}
    return render(request, "promises/of_record.html", context)


@staff_view(SEE_PROMISES)
def of_task(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """The part of a task's page that shows what was promised of it."""
    task = task_of(request, key, number)
    rows = Promise.objects.visible_to(request.reader).live().filter(task=task)
    found = outlooks(listed(rows)[:PANEL])
    if not found and not MAKE_PROMISES.held_by(request.member.role):
        return HttpResponse(status=204)
    context = _common(request) | {"promises": found, "panel": True, "task": task}
    return render(request, "promises/of_record.html", context)


def _projects(request: StaffRequest, client_key: str) -> "QuerySet[Project]":
    rows = Project.objects.visible_to(request.reader).live().order_by("name")
    return rows.filter(client__key=client_key) if client_key else rows


def _panel(request: StaffRequest, rows: Any, more: str, about: dict[str, Any]) -> HttpResponse:
    today = timezone.localdate()
    context = _common(request) | about
    context |= {
        "promises": outlooks(listed(rows.open())[:PANEL]),
        "record": keeping(rows, today=today),
        "more": more,
        "panel": True,
    }
    return render(request, "promises/panel.html", context)


def _common(request: StaffRequest) -> dict[str, Any]:
    return {
        "today": timezone.localdate(),
        "may_make": MAKE_PROMISES.held_by(request.member.role),
    }
