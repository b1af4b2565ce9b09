"""Check this plan: the fourteen checks, on demand."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import localdate, now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.control import wording
from rapport.control.check_words import NAMES, WORDS
from rapport.control.queries.checks import Checked, checked
from rapport.control.reasons import reason
from rapport.engine.plan_checks.finding import Finding
from rapport.planning.models import PlanState
from rapport.planning.queries.baselines import IN_MENU, baselines_of, chosen
from rapport.projects.permissions import SEE_PROJECTS
from rapport.projects.views.loading import project_of, project_page

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Cause:
    """A task that a check found, and why."""

    number: int
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One check as the page shows it: `figure` and `limit` are written."""

    name: str | Promise
    asks: str | Promise
    advice: str | Promise
    passed: bool | None
    figure: str
    limit: str
    at_least: bool
    causes: list[Cause]
    hidden: int


@staff_view(SEE_PROJECTS)
def checks(request: StaffRequest, key: str) -> HttpResponse:
    """What a planner would mend first; measured by the latest baseline unless one is named."""
    project = project_of(request, key)
    listed = list(baselines_of(project)[:IN_MENU])
    baseline = chosen(project, listed, request.GET.get("baseline", ""))
    at = now().astimezone(ZoneInfo(project.workspace.time_zone)).replace(tzinfo=None)
    found = checked(project, baseline, at)
    state = PlanState.objects.filter(project=project).first()
    context: dict[str, Any] = project_page(request, project, "planning.plan") | {
        "baseline": baseline,
        "found": found,
        "turns": bool(state and state.circle),
        "rows": _shown(found, localdate()) if found else [],
    }
    return render(request, "control/checks.html", context)


def _shown(found: Checked, today: date) -> list[Shown]:
    """The failed ones first, then those of which there is no telling, each in their order."""
    rows = [_row(one, found, today) for one in found.findings]
    order = {False: 0, None: 1, True: 2}
    return sorted(rows, key=lambda row: order[row.passed])


def _row(finding: Finding, found: Checked, today: date) -> Shown:
    words = WORDS[finding.code]
    said = wording.index if words.is_index else wording.percent
    advice = {True: "", False: words.advice, None: words.unknown}[finding.passed]
    causes = _causes(finding, found, today) if finding.passed is not True else []
    return Shown(
        NAMES[finding.code], words.asks, advice, finding.passed, said(finding.figure),
        said(finding.limit), finding.at_least, causes[:SHOWN], max(0, len(causes) - SHOWN),
    )  # fmt: skip


def _causes(finding: Finding, found: Checked, today: date) -> list[Cause]:
    """Each task once, with all that is said of it."""
    whys: dict[str, list[str]] = {}
    for hint in finding.hints:
        if hint.uid in found.named:
            whys.setdefault(hint.uid, []).append(reason(hint, found.named, today))
    return [
        Cause(
            found.named[uid][1], found.named[uid][0], " · ".join(dict.fromkeys(filter(None, why)))
        )
        for uid, why in whys.items()
    ]
