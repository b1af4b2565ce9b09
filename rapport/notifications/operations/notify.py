"""Tell people: bundle what is about the same."""

import json
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q

from rapport.accounts.models import Member
from rapport.events.models import Event
from rapport.lib.inserting import insert_unless_there
from rapport.lib.roles import Role
from rapport.notifications.models import Notification, Preference, Topic
from rapport.workspaces.prepared import Change, Question

MOST_EVENTS_NAMED = 20
# Of these members and roles the active ones who did not turn the topic off altogether.
_REACHED = Question(
    lambda members, roles, topic: (
        Member.objects.active()
        .filter(Q(pk__in=members) | Q(role__in=roles))
        .exclude(
            pk__in=Preference.objects.filter(topic=topic, way=Preference.Way.OFF).values("member")
        )
        .values_list("pk")
    )
)
_UNREAD = Question(
    lambda member, topic, kind, pk: Notification.objects.filter(
        member=member, topic=topic, subject_kind=kind, subject_id=pk, read_at=None
    )
)
# What counts up goes into the next digest again; it is not weighed again.
_COUNT_UP = Change(
    lambda pk, *_: Notification.objects.filter(pk=pk),
    lambda _, ids, at: {
        "event_ids": ids, "count": F("count") + 1, "last_at": at, "mailed_at": None,
    },
)  # fmt: skip


@transaction.atomic(savepoint=False)
def tell(whom: Iterable[int | Role], *, topic: Topic, event: Event) -> None:
    """Tell each of these members, and of those who hold these roles, once about an event.

    Unread news about the same record counts up. The one who acted is not told of their own act.
    Whether it may interrupt is weighed later, in the worker: telling costs one row.
    """
    roles = sorted(str(one) for one in whom if isinstance(one, Role))
    members = sorted(one for one in whom if not isinstance(one, Role))
    actor = event.actor_id if event.actor_kind == "member" else None
    for (member_id,) in _REACHED(members, roles, str(topic)) if members or roles else ():
        if member_id != actor:
            _tell(member_id, topic, event)


def _tell(member_id: int, topic: Topic, event: Event) -> None:
    kind, pk = _thing(event)
    fresh = Notification(
        workspace_id=event.workspace_id, member_id=member_id, topic=topic,
        subject_kind=event.subject_kind, subject_id=event.subject_id, thing_kind=kind, thing_id=pk,
        event_ids=[event.pk], first_at=event.at, last_at=event.at,
    )  # fmt: skip
    if insert_unless_there(fresh):
        return
    bundle: Notification | None = _UNREAD.first(
        member_id, str(topic), event.subject_kind, event.subject_id
    )
    if bundle is None:
        # It was read in this very moment.
        insert_unless_there(fresh)
        return
    if event.pk in bundle.event_ids:
        return
    ids = [*bundle.event_ids, event.pk][-MOST_EVENTS_NAMED:]
    _COUNT_UP(bundle.pk, json.dumps(ids), event.at)


def _thing(event: Event) -> tuple[str, int]:
    """What it is about for a person: the project, else the client, else the record."""
    if event.project_id is not None:
        return "projects.project", event.project_id
    if event.client_id is not None:
        return "clients.client", event.client_id
    return event.subject_kind, event.subject_id
