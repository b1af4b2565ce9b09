"""The check-in page."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _

from rapport.accounts import checklist
from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.roles import MANAGERS
from rapport.today.permissions import SEE_TODAY
from rapport.today.queries.day import day
from rapport.today.queries.feelings import feelings
from rapport.today.queries.need import Desk
from rapport.today.queries.needs import needs
from rapport.today.queries.projects import project_lines
from rapport.ui import words

SHOWN = 12


@staff_view(SEE_TODAY)
def today(request: StaffRequest) -> HttpResponse:
    """What needs me, the projects, the day, and how clients feel."""
    at = now()
    desk = Desk(request.reader, request.workspace.slug, at, _only_mine(request))
    rows = needs(desk)
    show_all = "all" in request.GET
    context = {
        "greeting": _greeting(localtime(at)),
        "first_name": request.member.name.split()[0],
        "at": at,
        "date": words.exact(localdate(at)),
        "desk": desk,
        "needs": rows if show_all else rows[:SHOWN],
        "hidden": 0 if show_all else max(0, len(rows) - SHOWN),
        "urgent": sum(need.tone == "bad" for need in rows),
        "projects": project_lines(desk),
        "day": day(desk),
        "feelings": feelings(desk),
        "steps": checklist.open_steps(request.member),
    }
    template = "today/page.html#live" if request.htmx else "today/page.html"
    return render(request, template, context)


def _only_mine(request: StaffRequest) -> bool:
    """Managers begin with the whole company, everybody else with what is theirs."""
    chosen = request.GET.get("who", "")
    if chosen in ("me", "all"):
        return chosen == "me"
    return request.member.role not in MANAGERS


def _greeting(here: datetime) -> str:
    if here.hour < 12:
        return _("Good morning")
    return _("Good afternoon") if here.hour < 18 else _("Good evening")
