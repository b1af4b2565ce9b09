"""A plan as the weeks of its people."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.planning import menu
from rapport.portfolio.drawing import rows
from rapport.portfolio.load import A_WEEK, Span
from rapport.portfolio.queries.workload import workload
from rapport.projects.views.loading import project_of, project_page
from rapport.resourcing.days import monday_of, name_of, named, today_of
from rapport.resourcing.permissions import SEE_RESOURCING
from rapport.ui.paging import paged

WEEKS = 8
A_PAGE = 50  # tasks
FURTHEST = 104  # weeks


@staff_view(SEE_RESOURCING)
def page(request: StaffRequest, key: str) -> HttpResponse:
    """Eight weeks from this one on, or from `?from=2026-W50`; below, whose tasks they are, all of
    them, page by page."""
    project = project_of(request, key)
    today = today_of(request.workspace, at=now())
    this_week = monday_of(today)
    wanted = named(request.GET.get("from", "")) or this_week
    furthest = _later(this_week, FURTHEST)
    first = min(max(this_week, wanted), furthest)
    span = Span(today, first, WEEKS)
    shares = workload(project, request.reader, span)
    drawn = rows([share.line for share in shares])
    tasks = [(share.line.name, one) for share in shares for one in share.tasks]
    names = request.workspace.slug, project.key
    context = project_page(request, project, "planning.plan") | {
        "more": menu.shown(*names, role=request.member.role),
        "beside": menu.beside(*names, role=request.member.role),
        "shares": shares,
        "rows": [
            (share, zip(share.here, row.cells, strict=True))
            for share, row in zip(shares, drawn, strict=True)
        ],
        "mondays": span.mondays,
        "this_week": this_week,
        "before": name_of(_later(first, -WEEKS)) if first > this_week else "",
        "after": name_of(_later(first, WEEKS)) if first < furthest else "",
    }
    context |= paged(tasks, A_PAGE, request.GET.dict())
    return render(request, "portfolio/workload.html", context)


def _later(monday: date, weeks: int) -> date:
    return date.fromordinal(monday.toordinal() + weeks * A_WEEK)
