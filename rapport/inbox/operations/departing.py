"""Mail sets off in lanes, one for each server it leaves by, so that a slow one keeps nobody else
waiting: what has just been written by itself, what waits swept up, over one connection."""

from datetime import datetime
from functools import partial

from django.utils.timezone import now

from rapport.inbox import smtp
from rapport.inbox.lanes import LANES
from rapport.inbox.models import Dispatch, SystemMail
from rapport.inbox.operations import sending
from rapport.workspaces.prepared import Question
from rapport.workspaces.scope import open_workspace

# So many at once by one server, and so many looked through for servers that have something to do.
BATCH, MOST_SWEPT = 200, 20_000
SYSTEM_LANE = "system"
Lane = tuple[object, ...]
_RIPE = Question(
    lambda pk, at: (
        Dispatch.objects.due(at)
        .filter(pk=pk)
        .select_related("workspace", "mailbox", "message__conversation")
    )
)


def set_off(pk: int) -> None:
    """Try one mail, if it is ripe."""
    if mail := _RIPE.first(pk, now()):
        channel = mail.message.conversation.channel if mail.message else ""
        lane = _lane(mail.workspace_id, mail.mailbox_id, channel)
        LANES.put(lane, pk, partial(_send, [pk], mail.workspace_id))


def set_off_for_the_system(pk: int) -> None:
    """Try one mail of the system itself."""
    LANES.put(SYSTEM_LANE, pk, partial(_send_for_the_system, pk))


def sweep(at: datetime) -> None:
    """Try everything that is due. Each server has its own share of what is tried at once."""
    lanes: dict[Lane, tuple[int, list[int]]] = {}
    where = ("workspace_id", "mailbox_id", "message__conversation__channel")
    rows = Dispatch.everywhere.due(at).order_by("not_before", "pk").values_list("pk", *where)
    for pk, workspace_id, mailbox_id, channel in rows[:MOST_SWEPT]:
        lane = _lane(workspace_id, mailbox_id, channel)
        _, ripe = lanes.setdefault(lane, (workspace_id, []))
        if len(ripe) < BATCH:
            ripe.append(pk)
    for lane, (workspace_id, ripe) in lanes.items():
        LANES.put(lane, "swept", partial(_send, ripe, workspace_id))
    for pk in SystemMail.objects.due(at).order_by("pk").values_list("pk", flat=True)[:BATCH]:
        set_off_for_the_system(pk)


def _lane(workspace: int, mailbox: int | None, channel: str | None) -> Lane:
    """By which server it leaves: of a mailbox, or of another channel."""
    return ("mailbox", mailbox) if mailbox else (workspace, channel or "")


def _send(ripe: list[int], workspace_id: int) -> None:
    with open_workspace(workspace_id), smtp.Line() as line:
        for pk in ripe:
            at = now()
            mail = _RIPE.first(pk, at)
            if LANES.is_stopping:
                return
            if mail:
                sending.deliver(mail, at=at, line=line)


def _send_for_the_system(pk: int) -> None:
    if waiting := SystemMail.objects.filter(pk=pk).first():
        sending.deliver(waiting, at=now())
