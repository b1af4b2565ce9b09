"""Earned value of a plan, on demand."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate, now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.control import wording
from rapport.control.permissions import SEE_EARNED_VALUE
from rapport.control.queries.drawing import band_of, s_curve
from rapport.control.queries.limits import held_against_limits
from rapport.control.queries.value import WEEK, EarnedValue, earned_value_of
from rapport.planning.models import Baseline
from rapport.planning.queries.baselines import IN_MENU, baselines_of, chosen
from rapport.projects.models import Project
from rapport.projects.views.loading import project_of, project_page
from rapport.ui.paging import paged

A_PAGE = 100
AN_HOUR, AN_INSTANT = timedelta(hours=1), timedelta(microseconds=1)


@staff_view(SEE_EARNED_VALUE)
def earned_value(request: StaffRequest, key: str) -> HttpResponse:
    """The plan against a baseline: the latest, unless the address names another."""
    project = project_of(request, key)
    listed = list(baselines_of(project)[:IN_MENU])
    baseline = chosen(project, listed, request.GET.get("baseline", ""))
    if baseline is None and listed:
        baseline = listed[0]
    context = project_page(request, project, "planning.plan") | {
        "baselines": listed,
        "baseline": baseline,
    }
    if baseline is not None:
        context |= _measured(request, _value(project, baseline))
    return render(request, "control/value.html", context)


@staff_view(SEE_EARNED_VALUE)
def limits(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """The indices by period within the limits of chance; asked for when the page is there."""
    project = project_of(request, key)
    baseline: Baseline = get_object_or_404(baselines_of(project), number=number)
    rows = held_against_limits(project, baseline, _value(project, baseline))
    context = {
        "rows": rows,
        "said": wording.of_limits(rows),
        "time": band_of(rows, "spi_t"),
        "cost": band_of(rows, "cpi"),
        "first": rows[0].end if rows else None,
        "last": rows[-1].end if rows else None,
    }
    return render(request, "control/limits.html", context)


def _value(project: Project, baseline: Baseline) -> EarnedValue:
    """As of the end of this hour, so that two looks within it show the same."""
    zone = ZoneInfo(project.workspace.time_zone)
    local = (now() + AN_HOUR - AN_INSTANT).astimezone(zone)
    at = local.replace(minute=0, second=0, microsecond=0, tzinfo=None)
    return earned_value_of(project, baseline, at)


def _measured(request: StaffRequest, value: EarnedValue) -> dict[str, Any]:
    today = localdate()
    figures = value.now
    estimates = [
        (
            wording.ASSUMED[code](),
            eac,
            figures.etc(eac),
            figures.vac(eac),
            figures.tcpi_estimate(eac),
        )
        for code, eac in value.estimates
    ]
    return {
        **paged(value.branches, A_PAGE, request.GET.dict()),
        "value": value,
        "curve": s_curve(value),
        "estimates": estimates,
        "left_of_budget": figures.bac - figures.ac,
        "weeks_late": wording.index(value.schedule.sv_t * (value.step / WEEK)),
        "said": [
            wording.of_schedule(value),
            wording.of_pace(value, today),
            wording.of_cost(value),
            wording.of_estimate(value),
        ],
    }
