"""Set up the departments that can be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import Department, DepartmentMember, DepartmentRequest
from rapport.lib.refusal import Refused
from rapport.workspaces.models import Workspace


class NotADepartment(Refused):
    """It cannot be so."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a department."""

    name: str
    answers_within: int
    people: Sequence[Member]


@transaction.atomic
def create(workspace: Workspace, *, facts: Facts, by: Member, at: datetime) -> Department:
    """Add a department."""
    _check(facts)
    department = Department(
        workspace=workspace, name=facts.name.strip(), answers_within=facts.answers_within
    )
    _save(department)
    _set_people(department, facts.people)
    _publish(events.DEPARTMENT_SET, department, by, at)
    return department


@transaction.atomic
def change(department: Department, *, facts: Facts, by: Member, at: datetime) -> None:
    """Another name, time or team. What was asked keeps its target."""
    _check(facts)
    department.name, department.answers_within = facts.name.strip(), facts.answers_within
    _save(department)
    _set_people(department, facts.people)
    _publish(events.DEPARTMENT_SET, department, by, at)


@transaction.atomic
def close(department: Department, *, by: Member, at: datetime) -> None:
    """It is asked no more. Refused while it has something to answer."""
    if DepartmentRequest.objects.waiting().filter(department=department).exists():
        raise NotADepartment(_("It still has something to answer. Let it be answered first."))
    if Department.objects.filter(pk=department.pk, closed_at=None).update(closed_at=at):
        department.closed_at = at
        _publish(events.DEPARTMENT_CLOSED, department, by, at)


@transaction.atomic
def reopen(department: Department, *, by: Member, at: datetime) -> None:
    """It can be asked again."""
    if department.closed_at is not None:
        department.closed_at = None
        _save(department)
        _publish(events.DEPARTMENT_SET, department, by, at)


def _check(facts: Facts) -> None:
    if not facts.people:
        raise NotADepartment(_("Choose at least one person who answers for it."))


def _save(department: Department) -> None:
    try:
        with transaction.atomic():
            department.save()
    except IntegrityError:
        raise NotADepartment(_("There is a department of this name already.")) from None


def _set_people(department: Department, people: Sequence[Member]) -> None:
    DepartmentMember.objects.filter(department=department).exclude(member__in=people).delete()
    known = set(department.memberships.values_list("member_id", flat=True))
    DepartmentMember.objects.bulk_create(
        DepartmentMember(workspace_id=department.workspace_id, department=department, member=member)
        for member in people
        if member.pk not in known
    )


def _publish(verb: str, department: Department, by: Member, at: datetime) -> None:
    ids = sorted(department.memberships.values_list("member_id", flat=True))
    facts = {"members": ids, "answers_within": department.answers_within}
    publish(verb, subject=department, by=by, at=at, facts=facts)
