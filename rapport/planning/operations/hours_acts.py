"""Tell an act on the calendars of a plan, and take it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.models.event import UNDONE_WITHIN
from rapport.events.operations.stream import publish
from rapport.planning.events import PLAN_HOURS_CHANGED
from rapport.planning.models import HoursAct, PlanCalendar, PlanRules, TaskTiming, WorkShare
from rapport.planning.operations import scheduling
from rapport.projects.models import Project
from rapport.projects.operations.taking_back import NotUndone, own_act

CHOSEN, CREATED, REMOVED = "chosen", "created", "removed"
# All that is kept of a calendar.
FIELDS = ("name", "base_id", "is_on_workspace", "days", "weeks", "exceptions", "imported_uid")

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """What an act has changed: `what`, of which calendar, and both sides of it."""

    what: str
    calendar: int | None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


def told(project: Project, change: Change, *, by: Acts, at: datetime) -> int:
    """Publish an act, and keep what was before; returns its number. Dates follow by the caller."""
    facts = {"calendar": change.calendar, "what": change.what}
    act = publish(PLAN_HOURS_CHANGED, subject=project, by=by, at=at, facts=facts).pk
    HoursAct.objects.create(
        workspace_id=project.workspace_id, project=project, act=act, calendar=change.calendar,
        before=change.before, after=change.after, at=at,
    )  # fmt: skip
    return act


def hold(project: Project) -> None:
    """Nobody else changes the calendars of a project until the transaction ends: what an act keeps
    as before is what it finds."""
    Project.objects.select_for_update().get(pk=project.pk)


def forget(*, at: datetime) -> None:
    """Let go of what can be taken back no more, in the open workspace."""
    HoursAct.objects.filter(at__lt=at - UNDONE_WITHIN).delete()


def last_upon(calendar: PlanCalendar) -> int | None:
    """The number of the last act on a calendar, while it can be taken back."""
    rows = HoursAct.objects.filter(project=calendar.project_id, calendar=calendar.pk)
    return rows.order_by("-act").values_list("act", flat=True).first()


def is_gone(project: Project, calendar: int) -> bool:
    """Whether a calendar was here a while ago, and is no more."""
    known = HoursAct.objects.filter(project=project, calendar=calendar).exists()
    return known and not PlanCalendar.objects.filter(project=project, pk=calendar).exists()


def row_of(calendar: int, names: Mapping[str, Any] | tuple[str, ...] = FIELDS) -> Values | None:
    """What a calendar is now, as far as it is asked; None where it is gone."""
    return PlanCalendar.objects.filter(pk=calendar).values(*names).first()


def used_by(project: Project, calendar: PlanCalendar) -> Values:
    """What counts in a calendar: the plan, and tasks and shares of work by their ids."""
    timings = TaskTiming.objects.filter(calendar=calendar).order_by("pk")
    shares = WorkShare.objects.filter(calendar=calendar).order_by("pk")
    return {
        "plan": PlanRules.objects.filter(project=project, calendar=calendar).exists(),
        "tasks": list(timings.values_list("pk", flat=True)),
        "shares": list(shares.values_list("pk", flat=True)),
    }


@transaction.atomic
def undo(project: Project, act: int, *, by: Member, at: datetime) -> None:
    """Take back one's own act within the hour; what was changed again since stays as it is.

    Raises `NotUndone`.
    """
    hold(project)
    event = own_act(PLAN_HOURS_CHANGED, project, act, by=by, at=at)
    kept = HoursAct.objects.filter(project=project, act=act, is_undone=False).first()
    if event is None or kept is None or not BACK.get(event.facts["what"], _put_back)(kept):
        raise NotUndone(_("This cannot be undone any more."))
    facts = {"calendar": kept.calendar, "what": event.facts["what"], "undone": event.pk}
    publish(PLAN_HOURS_CHANGED, subject=project, by=by, at=at, facts=facts)
    HoursAct.objects.filter(pk=kept.pk).update(is_undone=True)
    scheduling.outdate(project, at=at)


def _put_back(kept: HoursAct) -> bool:
    """Name, week and exceptions as they were."""
    if kept.calendar is None or row_of(kept.calendar, kept.after) != kept.after:
        return False
    return bool(PlanCalendar.objects.filter(pk=kept.calendar).update(**kept.before))


def _choose_back(kept: HoursAct) -> bool:
    """Count the plan in what it counted in."""
    before, rows = kept.before["chosen"], PlanRules.objects.filter(project=kept.project_id)
    is_there = before is None or PlanCalendar.objects.filter(pk=before).exists()
    return is_there and bool(rows.filter(calendar=kept.after["chosen"]).update(calendar=before))


def _unmake(kept: HoursAct) -> bool:
    """Do without a new calendar, unless something counts in it by now."""
    found = PlanCalendar.objects.filter(pk=kept.calendar).first()
    if found is None or row_of(found.pk, kept.after) != kept.after or found.variants.exists():
        return False
    if any(used_by(kept.project, found).values()):
        return False
    found.delete()
    return True


def _make_again(kept: HoursAct) -> bool:
    """The calendar that was removed; what counted in it does again, but for what counts in
    another one by now."""
    row, users = kept.before["row"], kept.before["users"]
    ours = PlanCalendar.objects.filter(project=kept.project_id)
    is_known = row["imported_uid"] and ours.filter(imported_uid=row["imported_uid"]).exists()
    has_base = row["base_id"] is None or ours.filter(pk=row["base_id"]).exists()
    if is_known or not has_base or ours.filter(pk=kept.calendar).exists():
        return False
    made = PlanCalendar.objects.create(
        pk=kept.calendar, workspace_id=kept.workspace_id, project_id=kept.project_id, **row
    )
    for model, name in ((TaskTiming, "tasks"), (WorkShare, "shares")):
        rows = model._default_manager.filter(pk__in=users[name], project=kept.project_id)
        rows.filter(calendar=None).update(calendar=made)
    if users["plan"]:
        PlanRules.objects.filter(project=kept.project_id, calendar=None).update(calendar=made)
    return True


# How to take back what is no change of a calendar itself.
BACK: Mapping[str, Callable[[HoursAct], bool]] = {
    CHOSEN: _choose_back, CREATED: _unmake, REMOVED: _make_again,
}  # fmt: skip
