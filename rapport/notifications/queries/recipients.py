"""Who should be told: the one it is assigned to, else the lead, else those who manage.

Members by their ids, and roles for everybody who holds them: who that is, is asked when they are
told.
"""

from collections.abc import Iterable

from django.db.models import Case, F, When

from rapport.inbox.models import (
    Conversation,
    DepartmentMember,
    DepartmentRequest,
    Following,
)
from rapport.inbox.queries import task_ties
from rapport.lib.roles import ADMINS, MANAGERS, Role
from rapport.projects.models import Project
from rapport.promises.models import Promise
from rapport.workspaces.prepared import Question


def _active(path: str) -> Case:
    """The member there; None where they were removed, so that somebody else is told."""
    is_active = {f"{path}__deactivated_at": None, f"{path}__user__is_active": True}
    return Case(When(**is_active, then=F(f"{path}_id")))


_HOLDERS = Question(
    lambda pk: Conversation.objects.filter(pk=pk).values_list(
        _active("assignee"), _active("project__lead"), _active("client__owner")
    )
)
_FOLLOWERS = Question(
    lambda pk: Following.objects.filter(conversation_id=pk).values_list("member_id")
)
Whom = set[int | Role]


def of_conversation(pk: int) -> Whom:
    """Whoever holds the conversation; else its project's lead; else the managers."""
    return next((_first(*holders) for holders in _HOLDERS(pk)), set())


def named(pk: int, whom: Iterable[str]) -> Whom:
    """Those who are this to a conversation: assignee, lead, owner, managers. Where nobody is the
    assignee, whoever would be told instead."""
    holders = next(iter(_HOLDERS(pk)), None)
    if holders is None:
        return set()
    assignee, lead, owner = holders
    found: Whom = set()
    for who in whom:
        if who == "assignee":
            found |= _first(assignee, lead, owner)
        elif who == "managers":
            found |= managers()
        else:
            found |= {member for member in ({"lead": lead, "owner": owner}[who],) if member}
    return found


def of_held(conversation: Conversation) -> Whom:
    """The same of a conversation that is at hand; what it has not loaded is asked for."""
    if conversation.assignee_id is not None:
        return {conversation.assignee_id}
    client_is_here = conversation.client_id is None or Conversation.client.is_cached(conversation)
    if conversation.project_id is None and client_is_here:
        return _first(conversation.client.owner_id if conversation.client else None)
    return of_conversation(conversation.pk)


def following(conversation: Conversation) -> Whom:
    """Those who follow it; asked only where anybody does."""
    if not conversation.is_followed:
        return set()
    return {member_id for (member_id,) in _FOLLOWERS(conversation.pk)}


def doing_its_tasks(conversation: Conversation) -> Whom:
    """Those who do what it is about; asked only where a task is tied to it."""
    return set(task_ties.hands_on(conversation)) if conversation.has_tasks else set()


def of_project(pk: int | None) -> Whom:
    """The lead of a project, else the managers."""
    if pk is None:
        return managers()
    return _first(Project.objects.filter(pk=pk).values_list("lead_id", flat=True).first())


def of_request(pk: int) -> Whom:
    """Whoever has it in the department, else everybody who answers for it."""
    request = DepartmentRequest.objects.filter(pk=pk).first()
    if request is None:
        return set()
    if request.owner_id is not None:
        return {request.owner_id}
    team = DepartmentMember.objects.filter(department=request.department_id)
    return set(team.values_list("member_id", flat=True)) - {request.asked_by_id or 0}


def of_promise(pk: int) -> Whom:
    """Whoever made it, and the lead of its project; else whoever looks after the client."""
    row = Promise.objects.filter(pk=pk).select_related("project", "client").first()
    if row is None:
        return set()
    lead = row.project.lead_id if row.project else None
    both: Whom = {member_id for member_id in (row.made_by_id, lead) if member_id is not None}
    return both or _first(row.client.owner_id)


def managers() -> Whom:
    """Everybody who manages."""
    return set(MANAGERS)


def admins() -> Whom:
    """Those who can mend what is broken."""
    return set(ADMINS)


def _first(*candidates: int | None) -> Whom:
    for member_id in candidates:
        if member_id is not None:
            return {member_id}
    return managers()
