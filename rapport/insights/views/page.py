"""The page of figures."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now

from rapport.accounts.access import staff_view
from rapport.accounts.models import Member
from rapport.accounts.requests import StaffRequest
from rapport.cases.models import Case
from rapport.clients.models import Client
from rapport.inbox.models import Conversation
from rapport.insights.forms import asked_narrowing, asked_period, kept, narrowed, people_of
from rapport.insights.permissions import SEE_INSIGHTS
from rapport.insights.queries import beside
from rapport.insights.queries.backlog import backlog
from rapport.insights.queries.page import FEW, service
from rapport.insights.queries.period import PRESETS
from rapport.insights.queries.silent import SILENT, silences
from rapport.insights.wording import AGE_NAMES, cells, compared, days_of_week


@staff_view(SEE_INSIGHTS)
def page(request: StaffRequest) -> HttpResponse:
    """How well clients were served, beside the period before. A fixed number of queries."""
    at, reader = now(), request.reader
    period, narrowing = asked_period(request), asked_narrowing(request)
    made = service(reader, period, narrowing, people_of(request))
    context = {
        "period": period, "narrowing": narrowing, "kept": kept(period, narrowing),
        "presets": PRESETS, "few": FEW, "service": made, "compared": compared(made),
        "narrowed": narrowed(narrowing),
        "grid": list(zip(days_of_week(), cells(made.grid), strict=True)),
        "ages": AGE_NAMES, "backlog": backlog(reader, narrowing, at),
        "csat": beside.satisfaction(reader, period, narrowing),
        "csat_before": beside.satisfaction(reader, period.before, narrowing),
        "csat_of": beside.satisfaction_by_client(reader, period),
        "missed": beside.missed(reader, period, narrowing),
        "hours": beside.hours(reader, period, narrowing),
        "silent": silences(SILENT(reader, localdate(at)), localdate(at)),
        "clients": Client.objects.visible_to(reader).live().order_by("name"),
        "channels": Conversation.Channel.choices, "kinds": Case.Kind.choices,
        "people": _people(request),
    }  # fmt: skip
    return render(request, "insights/page.html", context)


def _people(request: StaffRequest) -> list[Member]:
    rows = Member.objects.active().select_related("user").order_by("user__name")
    people = people_of(request)
    return list(rows if people is None else rows.filter(pk__in=people))
