"""The conversations behind a figure."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.insights.forms import asked_narrowing, asked_period, kept
from rapport.insights.permissions import SEE_INSIGHTS
from rapport.insights.queries.backlog import AGES, waiting
from rapport.insights.queries.exchanges import behind
from rapport.lib.visibility import Turn
from rapport.ui.paging import paged

A_PAGE = 50


@staff_view(SEE_INSIGHTS)
def conversations(request: StaffRequest) -> HttpResponse:
    """Those that a figure of the period counts, the slowest first."""
    period, narrowing = asked_period(request), asked_narrowing(request)
    query = request.GET.dict()
    rows = behind(request.reader, period, narrowing, query)
    return _page(request, rows, {"facts": True, "period": period, "kept": kept(period, narrowing)})


@staff_view(SEE_INSIGHTS)
def backlog(request: StaffRequest) -> HttpResponse:
    """Those that wait for so long on one side."""
    turn = request.GET.get("turn", "")
    turn = turn if turn in Turn else Turn.US
    age = request.GET.get("age", "")
    n = int(age) if age in map(str, range(len(AGES))) else 0
    narrowing = asked_narrowing(request)
    rows = waiting(request.reader, narrowing, turn, n, now())
    return _page(request, rows, {"facts": False, "kept": kept(asked_period(request), narrowing)})


def _page(request: StaffRequest, rows: Any, more: dict[str, Any]) -> HttpResponse:
    pages = paged(rows, A_PAGE, request.GET.dict())
    return render(request, "insights/conversations.html", pages | more)
