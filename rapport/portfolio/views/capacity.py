"""The heat map: who has how much to do in which week, and what stands in a cell."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.lib.keys import key_of
from rapport.portfolio.drawing import over, rows, sentence
from rapport.portfolio.load import A_WEEK, Span, in_week
from rapport.portfolio.queries.capacity import HeatMap, Line, heat_map, skilled
from rapport.resourcing.days import monday_of, name_of, named, today_of
from rapport.resourcing.models import Absence, Skill
from rapport.resourcing.permissions import SEE_RESOURCING
from rapport.resourcing.queries.absences import shown
from rapport.resourcing.views.frame import capacity_page
from rapport.ui.paging import paged

WEEKS = 12
FURTHEST = 2  # years ahead
PEOPLE = 40
WARNED = 6
HERE = "portfolio.capacity"


@staff_view(SEE_RESOURCING)
def capacity(request: StaffRequest) -> HttpResponse:
    """Everybody's weeks; `?by=role` roles, `?skill=4` those with a skill, `?from=2026-W50` from
    another week on."""
    today = today_of(request.workspace, at=now())
    first = _first(named(request.GET.get("from", "")), today)
    heat = heat_map(request.reader, request.workspace, Span(today, first, WEEKS))
    has_roles, chosen = bool(heat.roles), _skill(request, request.GET.get("skill", ""))
    by_role = request.GET.get("by") == "role" and has_roles and chosen is None
    heat = skilled(heat, chosen) if chosen else heat
    pages = paged(heat.roles if by_role else heat.people, PEOPLE, request.GET.dict())
    warned = over(heat)
    context = capacity_page(request, HERE) | {
        **pages,
        "rows": rows(pages["page"].object_list),
        "together": rows(heat.roles) if chosen else [],
        "unfilled": [] if by_role else rows(heat.unfilled),
        "skills": Skill.objects.visible_to(request.reader).live().order_by("name", "pk"),
        "chosen": chosen,
        "kept": "&by=role" if by_role else f"&skill={chosen.number}" if chosen else "",
        "by_role": by_role,
        "has_roles": has_roles,
        "over": warned[:WARNED],
        "more_over": max(0, len(warned) - WARNED),
        "mondays": heat.span.mondays,
        "this_week": monday_of(today),
        "last_day": date.fromordinal(heat.span.end.toordinal() - 1),
        "before": _moved(first, -WEEKS) if first > monday_of(today) else "",
        "after": _moved(first, WEEKS),
    }
    return render(request, "portfolio/capacity.html", context)


@staff_view(SEE_RESOURCING)
def week(request: StaffRequest) -> HttpResponse:
    """What stands in one cell: `?week=2026-W50` of `?who=`; unsaid, this week and oneself."""
    today = today_of(request.workspace, at=now())
    monday = named(request.GET.get("week") or name_of(today))
    if monday is None or monday != _first(monday, today):
        raise Http404
    span, who = Span(today, monday, 1), request.GET.get("who") or str(request.member.pk)
    line = _line(request, heat_map(request.reader, request.workspace, span), who)
    if line is None:
        raise Http404
    sunday = date.fromordinal(monday.toordinal() + A_WEEK - 1)
    away = Absence.objects.visible_to(request.reader).between(monday, sunday)
    away = away.filter(member=int(line.who)) if line.who.isdecimal() else away.none()
    context = capacity_page(request, HERE) | {
        "line": line,
        "week": line.weeks[0],
        "sentence": sentence(line, line.weeks[0]),
        "entries": in_week(line.standing, span.days(monday)),
        "absences": [
            shown(one, request.member)
            for one in away.select_related("member__user").order_by("first")
        ],
        "monday": monday,
        "sunday": sunday,
        "before": name_of(date.fromordinal(monday.toordinal() - A_WEEK)) if monday > today else "",
        "after": name_of(date.fromordinal(monday.toordinal() + A_WEEK)),
    }
    return render(request, "portfolio/week.html", context)


def _line(request: StaffRequest, heat: HeatMap, who: str) -> Line | None:
    """A row by its name in addresses: `skill:4` is all who have a skill."""
    kind, _colon, number = who.partition(":")
    skill = _skill(request, number) if kind == "skill" else None
    return skilled(heat, skill).line(who) if skill else heat.line(who)


def _skill(request: StaffRequest, number: str) -> Skill | None:
    """A skill of the list by the number in an address."""
    rows = Skill.objects.visible_to(request.reader).live()
    found: Skill | None = rows.filter(number=key_of(number)).first()
    return found


def _first(wanted: date | None, today: date) -> date:
    """The first week to show: none that is over, none too far away."""
    this = monday_of(today)
    if wanted is None:
        return this
    furthest = date.fromordinal(this.toordinal() + FURTHEST * 364)
    return min(max(this, wanted), furthest)


def _moved(first: date, weeks: int) -> str:
    return name_of(date.fromordinal(first.toordinal() + weeks * A_WEEK))
