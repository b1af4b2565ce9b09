"""Looks after everybody's attention, by the clock."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from rapport.accounts.models import Member
from rapport.engine.attention import STALE
from rapport.events.listeners import every, task
from rapport.events.operations import jobs
from rapport.notifications.models import Device, Notification
from rapport.notifications.operations import devices, digesting, pushing, weighing
from rapport.notifications.queries.devices import of, signed_in
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace


# "At once" is within a minute, so that a burst is one interruption.
@every(timedelta(minutes=1))
@task()
def look_after_attention() -> None:
    """Weigh what is new and send the digests that are due, where there is anything."""
    at = now()
    waiting = Notification.everywhere.filter(
        Q(weighed_at=None) | Q(mailed_at=None), read_at=None
    ).values("workspace")
    for workspace in Workspace.objects.filter(pk__in=waiting):
        with open_workspace(workspace.pk):
            _weigh(workspace, at)
            if workspace.mail_held_at is None:
                digesting.send_due(at=at)


@transaction.atomic
def _weigh(workspace: Workspace, at: datetime) -> None:
    """What interrupts and the jobs that push it commit together."""
    if not weighing.weigh_new(at=at) or workspace.mail_held_at is not None:
        return
    interrupted = Notification.objects.filter(interrupted_at=at).order_by("pk")
    rows: dict[int, list[int]] = {}
    for pk, member_id in interrupted.values_list("pk", "member"):
        rows.setdefault(member_id, []).append(pk)
    for device in of(Member.objects.filter(pk__in=rows), at):
        jobs.enqueue(
            push, workspace_id=workspace.pk, at=at,
            device=device.pk, alerts=rows[device.member_id],
        )  # fmt: skip


# Doubled pauses reach beyond the hour after which an alert is no news: it ends by itself.
@task(attempts=12)
def push(device: int, alerts: list[int]) -> None:
    """Alert one device, if its owner is signed in there still and has not seen it meanwhile."""
    at = now()
    found = signed_in(Device.objects.filter(pk=device), at)
    rows = Notification.objects.filter(pk__in=alerts, interrupted_at__gt=at - STALE).unread()
    if found and (news := list(rows.order_by("pk"))):
        pushing.push(found[0], news, at=at)


@every(timedelta(hours=1))
@task()
def forget_signed_out_devices() -> None:
    """Keep no address of a browser in which nobody is signed in."""
    holding = Device.everywhere.values("workspace")
    for workspace in Workspace.objects.filter(pk__in=holding):
        with open_workspace(workspace.pk):
            devices.forget_signed_out(at=now())
