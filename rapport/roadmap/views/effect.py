"""What a new project of a shape would do to the others. Asking changes nothing."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.planning.queries.laying import own_hours, start_for
from rapport.planning.template_forms import FORWARD
from rapport.projects.permissions import MANAGE_PROJECTS
from rapport.resourcing.days import today_of
from rapport.roadmap.forms import EffectForm, ShapeForm
from rapport.roadmap.queries.effect import NewProject, effect_of
from rapport.roadmap.queries.effect_on_dates import effect_on_dates
from rapport.roadmap.queries.shapes import Chosen, choices, chosen


@staff_view(MANAGE_PROJECTS)
def effect(request: StaffRequest) -> HttpResponse:
    """Choose a shape and a day; then whose weeks become over-booked, and whose promise waits."""
    found = chosen(request.reader, request.GET.get("shape", ""))
    if found is None or not found.shape.tasks:
        context: dict[str, Any] = {
            "form": ShapeForm(shapes=choices(request.reader)),
            "is_empty": found is not None,
        }
        return render(request, "roadmap/effect.html", context)
    form = _form(request, found)
    context = {"form": form, "chosen": found}
    if form.is_bound and form.is_valid():
        today = today_of(request.workspace, at=now())
        new = _new(form, found)
        context["effect"] = effect_of(new, request.reader, request.workspace, today)
    return render(request, "roadmap/effect.html", context)


@staff_view(MANAGE_PROJECTS)
def dates(request: StaffRequest) -> HttpResponse:
    """The days it would put off: a part of the page that takes a moment; empty without a day."""
    found = chosen(request.reader, request.GET.get("shape", ""))
    form = _form(request, found) if found and found.shape.tasks else None
    if found is None or form is None or not (form.is_bound and form.is_valid()):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    today = today_of(request.workspace, at=now())
    on = effect_on_dates(_new(form, found), request.reader, today)
    return render(request, "roadmap/effect_dates.html", {"on": on})


def _form(request: StaffRequest, shape: Chosen) -> EffectForm:
    """Bound once the day is there too: the first step only chooses the shape."""
    return EffectForm(
        request.GET if "day" in request.GET else None,
        roles=shape.shape.roles,
        people=shape.people,
        initial={"shape": request.GET["shape"], "way": FORWARD, "day": localdate()},
    )


def _new(form: EffectForm, shape: Chosen) -> NewProject:
    first = form.chosen_day
    if form.is_backward:
        first = start_for(shape.shape, first, *own_hours())
    return NewProject(shape.shape, first, form.people())
