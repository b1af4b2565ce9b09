"""Merge a project into another one of the same client; and back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.models import Event
from rapport.projects import events
from rapport.projects.models import Project, ProjectMember, Task
from rapport.projects.operations import people, tasks, transfer
from rapport.projects.operations.acts import told
from rapport.projects.operations.tasks import NewTask
from rapport.projects.queries.going import NotMoved, refuse_merging


@transaction.atomic
def merge(source: Project, target: Project, *, by: Acts, at: datetime) -> int:
    """Put all tasks of a project under a summary in another one, with what hangs on it.

    The emptied project is done and leads there. Returns the number of the act.
    """
    refuse_merging(source, target)
    summary, left = _carry(source, target, by=by, at=at)
    was = source.state
    rows = Project.objects.live().filter(pk=source.pk, merged_into=None)
    if not rows.update(state=Project.State.DONE, merged_into=target):
        raise NotMoved(_("This project has been merged already."))
    source.state, source.merged_into = Project.State.DONE, target
    facts = {
        "to": target.pk, "act": left, "summary": summary, "was": was,
        "people": _put_on(source, target, by=by, at=at),
    }  # fmt: skip
    return told(events.PROJECT_MERGED, source, by=by, at=at, facts=facts)


@transaction.atomic
def take_back(source: Project, event: Event, *, by: Member, at: datetime) -> None:
    """Part them again: tasks, records and people as they were, but for what was changed since."""
    facts, target = event.facts, Project.objects.filter(pk=event.facts["to"]).first()
    rows = Project.objects.live().filter(pk=source.pk, merged_into=target)
    if target is None or not rows.update(merged_into=None, state=facts["was"]):
        raise NotMoved(_("This was changed again since, so it stays as it is."))
    source.state, source.merged_into = facts["was"], None
    if facts["act"]:
        left = Event.objects.in_workspace(source.workspace_id).get(pk=facts["act"])
        transfer.take_back(source, left, by=by, at=at)
        _bin_summary(facts["summary"], by=by, at=at)
    for member in Member.objects.filter(pk__in=facts["people"]):
        people.remove(target, member, by=by, at=at)
    told(events.PROJECT_MERGED, source, by=by, at=at, facts={"to": target.pk, "undone": event.pk})


def _carry(
    source: Project, target: Project, *, by: Acts, at: datetime
) -> tuple[int | None, int | None]:
    """The summary that holds the tasks now, and the number of their leaving; none without tasks."""
    chosen = list(Task.objects.filter(project=source, parent=None).values_list("pk", flat=True))
    if not chosen:
        return None, None
    new = NewTask(source.name, visibility=source.visibility)
    summary = tasks.create(target, new, by=by, at=at)
    # It stands for its parts, which keep their days.
    Task.objects.filter(pk=summary.pk).update(constraint=Task.Constraint.ASAP, constraint_at=None)
    return summary.pk, transfer.carry(source, chosen, target, by=by, at=at, under=summary.pk)


def _put_on(source: Project, target: Project, *, by: Acts, at: datetime) -> list[int]:
    """Who is on the one is on the other; the ids of those who were not."""
    on_it = ProjectMember.objects.filter(project=target).values("member")
    places = ProjectMember.objects.filter(project=source).exclude(member__in=on_it)
    put = list(places.select_related("member").order_by("pk"))
    for place in put:
        people.add(target, place.member, part=place.part, by=by, at=at)
    return [place.member_id for place in put]


def _bin_summary(pk: int, *, by: Acts, at: datetime) -> None:
    """Unless somebody has put something under it."""
    summary = Task.objects.live().select_related("project").filter(pk=pk).first()
    if summary and not Task.objects.live().filter(parent=summary).exists():
        tasks.put_in_bin(summary, by=by, at=at)
