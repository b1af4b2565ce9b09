"""What departments are asked while a client waits: mine to answer, and what I wait for."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.inbox.models import DepartmentMember, DepartmentRequest
from rapport.inbox.queries import requests
from rapport.lib.felt import Felt
from rapport.today.queries.need import Desk, Need
from rapport.ui import words
from rapport.workspaces.visible import VisibleTo

MOST = 30
_WAITING = VisibleTo(
    lambda reader: (
        requests.visible(reader)
        .waiting()
        .select_related("department", "conversation__side_of__client")
        .order_by("due_at", "pk")[:MOST]
    )
)
_MINE = VisibleTo(
    lambda reader, member: DepartmentMember.objects.filter(
        workspace_id=reader.workspace_id, member=member
    ).values_list("department_id")
)


def needs(desk: Desk) -> Iterator[Need]:
    """Those of my departments; and those that I asked, or all where the whole company is shown."""
    rows = list(_WAITING(desk.reader))
    if not rows:
        return
    me = desk.reader.member_id
    mine = {department for (department,) in _MINE(desk.reader, me)}
    for row in rows:
        asks_me = row.department_id in mine and row.asked_by_id != me
        if asks_me and row.owner_id in (None, me):
            yield _need(row, desk, _asked(row), Felt.COLLEAGUE_ASKS, _("Answer"))
        elif desk.is_mine(row.asked_by_id):
            yield _need(row, desk, _waits(row), Felt.ANSWER_PENDING, _("Look"))


def _need(row: DepartmentRequest, desk: Desk, title: str, felt: Felt, action: str) -> Need:
    late = row.due_at <= desk.at
    said = _("Overdue since %(moment)s") if late else _("Due %(moment)s")
    client = row.conversation.side_of.client if row.conversation.side_of else None
    about = f" · {client}" if client else ""
    where = {"slug": desk.slug, "number": row.conversation.number}
    return Need(
        felt=Felt.REPLY_DUE if late else felt,
        since=row.asked_at,
        title=title,
        why=said % {"moment": words.moment(row.due_at, desk.at)} + about,
        action=action,
        url=reverse("inbox.conversation", kwargs=where),
    )


def _asked(row: DepartmentRequest) -> str:
    said = _("%(department)s is asked: %(subject)s")
    return said % {"department": row.department.name, "subject": row.conversation.subject}


def _waits(row: DepartmentRequest) -> str:
    said = _("Waiting for %(department)s: %(subject)s")
    return said % {"department": row.department.name, "subject": row.conversation.subject}
