"""The line of time of all projects, and the same as a table."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Min, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.projects.models import Project
from rapport.projects.permissions import SEE_PROJECTS
from rapport.projects.queries.listing import listed
from rapport.projects.views.listing import around, filters_of
from rapport.promises.models import Promise
from rapport.resourcing.days import today_of
from rapport.resourcing.permissions import SEE_RESOURCING
from rapport.roadmap.queries.drawing import lines
from rapport.roadmap.queries.load import loaded
from rapport.roadmap.queries.scale import Scale, moved
from rapport.roadmap.queries.standing import standings
from rapport.ui.paging import paged

A_PAGE = 50
SPANS = (3, 6, 12, 24)
USUAL = 6
ORDERS = {
    "promise": _("Next promise first"),
    "finish": _("Ending first"),
    "start": _("Beginning first"),
    "client": _("By client"),
}


@staff_view(SEE_PROJECTS)
def timeline(request: StaffRequest) -> HttpResponse:
    """Active projects from their first to their last day, with promises and likely ends."""
    scale = _scale(request)
    context, found = _page(request, A_PAGE)
    query = request.GET.dict()
    half = max(1, scale.months // 2)
    context |= {
        "scale": scale,
        "lines": lines(found, scale),
        "spans": [(span, _address(query, months=span), span == scale.months) for span in SPANS],
        "earlier": _address(query, **{"from": f"{moved(scale.first, -half):%Y-%m}"}),
        "later": _address(query, **{"from": f"{moved(scale.first, half):%Y-%m}"}),
        "today_x": f"{scale.x(localdate()):.1f}" if scale.shows(localdate()) else "",
    }
    return render(request, "roadmap/timeline.html", context)


@staff_view(SEE_PROJECTS)
def table(request: StaffRequest) -> HttpResponse:
    """The same projects as a table."""
    context, found = _page(request, A_PAGE)
    return render(request, "roadmap/table.html", context | {"standings": found})


def _page(request: StaffRequest, size: int) -> tuple[dict[str, Any], Any]:
    filters = filters_of(request)
    order = request.GET.get("order", "")
    order = order if order in ORDERS else "promise"
    rows = _ordered(listed(request.reader, filters), order)
    pages = paged(rows, size, request.GET.dict())
    found = standings(list(pages["page"]), request.reader, now())
    if SEE_RESOURCING.held_by(request.member.role):
        today = today_of(request.workspace, at=now())
        found = loaded(found, request.reader, request.workspace, today=today)
    return pages | around(request, filters) | {
        "order": order,
        "orders": ORDERS.items(),
        "query": request.GET.urlencode(),
    }, found


def _ordered(rows: "QuerySet[Project]", order: str) -> "QuerySet[Project]":
    by_name = ("client__name", "name", "pk")
    if order == "promise":
        due = (
            Promise.objects.open()
            .filter(project=OuterRef("pk"), side=Promise.Side.US)
            .order_by()
            .values("project")
            .annotate(due=Min("due_on"))
        )
        rows = rows.annotate(due=Subquery(due.values("due")))
        return rows.order_by(F("due").asc(nulls_last=True), *by_name)
    if order == "finish":
        return rows.order_by(F("plan_state__forecast_finish").asc(nulls_last=True), *by_name)
    return rows.order_by("starts_on", *by_name) if order == "start" else rows.order_by(*by_name)


def _scale(request: HttpRequest) -> Scale:
    """Half a year from the month before this one, unless the address says otherwise."""
    asked = request.GET.get("months", "")
    months = int(asked) if asked in map(str, SPANS) else USUAL
    today = localdate()
    return Scale(_month(request.GET.get("from", "")) or moved(today.replace(day=1), -1), months)


def _month(text: str) -> date | None:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return first if 1990 <= first.year <= 2200 else None  # noqa: PLR2004


def _address(query: dict[str, str], **values: object) -> str:
    return "?" + urlencode({**query, **values})
