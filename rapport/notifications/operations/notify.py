"""Tell people: bundle, read, and choose how to be told."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from rapport.accounts.models import Member
from rapport.events.models import Event
from rapport.lib.inserting import insert_unless_there
from rapport.lib.roles import Role
from rapport.notifications.models import Notification, Preference, Topic
from rapport.workspaces.models import Workspace
from rapport.workspaces.prepared import Change, Question

MOST_EVENTS_NAMED = 20
# Of these members and roles the active ones who did not turn the topic off altogether.
_REACHED = Question(
    lambda members, roles, topic: (
        Member.objects.active()
        .filter(Q(pk__in=members) | Q(role__in=roles))
        .exclude(
            pk__in=Preference.objects.filter(
                topic=topic, in_app=False, mail=Preference.Mail.NEVER
            ).values("member")
        )
        .values_list("pk")
    )
)
_UNREAD = Question(
    lambda member, topic, kind, pk: Notification.objects.filter(
        member=member, topic=topic, subject_kind=kind, subject_id=pk, read_at=None
    )
)
_COUNT_UP = Change(
    lambda pk, *_: Notification.objects.filter(pk=pk),
    lambda _, ids, at: {"event_ids": ids, "count": F("count") + 1, "last_at": at},
)


@transaction.atomic(savepoint=False)
def tell(whom: Iterable[int | Role], *, topic: Topic, event: Event) -> None:
    """Tell each of these members, and of those who hold these roles, once about an event.

    Unread news about the same thing counts up. The one who acted is not told of their own act.
    """
    roles = sorted(str(one) for one in whom if isinstance(one, Role))
    members = sorted(one for one in whom if not isinstance(one, Role))
    actor = event.actor_id if event.actor_kind == "member" else None
    for (member_id,) in _REACHED(members, roles, str(topic)) if members or roles else ():
        if member_id != actor:
            _tell(member_id, topic, event)


def _tell(member_id: int, topic: Topic, event: Event) -> None:
    fresh = Notification(
        workspace_id=event.workspace_id, member_id=member_id, topic=topic,
        subject_kind=event.subject_kind, subject_id=event.subject_id,
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


def read(member: Member, *, pk: int, at: datetime) -> None:
    """Mark one bundle as read; reading a read one changes nothing."""
    Notification.objects.filter(member=member, pk=pk, read_at=None).update(read_at=at)


def unread(member: Member, *, pk: int) -> None:
    """Take «read» back, unless newer news about the same thing is unread already."""
    row = Notification.objects.filter(member=member, pk=pk).exclude(read_at=None).first()
    if row is None:
        return
    twin = Notification.objects.filter(
        member=member, topic=row.topic, subject_kind=row.subject_kind,
        subject_id=row.subject_id, read_at=None,
    )  # fmt: skip
    if not twin.exists():
        Notification.objects.filter(pk=row.pk).update(read_at=None)


def read_all(member: Member, *, at: datetime) -> int:
    """Mark everything as read; returns how much that was."""
    return Notification.objects.filter(member=member, read_at=None).update(read_at=at)


@transaction.atomic
def prefer(member: Member, *, topic: Topic, in_app: bool, mail: str) -> None:
    """Choose where news of a topic goes."""
    workspace = Workspace.objects.get(pk=member.workspace_id)
    Preference.objects.update_or_create(
        member=member,
        topic=topic,
        defaults={"workspace": workspace, "in_app": in_app, "mail": mail},
    )
