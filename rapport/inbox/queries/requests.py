"""What departments are asked: the list, and what is mine to answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.inbox.models import Conversation, DepartmentRequest
from rapport.inbox.models.departments import DepartmentRequestQuerySet
from rapport.lib.reader import Reader
from rapport.ui.words import MOST_COUNTED
from rapport.workspaces.visible import VisibleTo

FILTERS: Mapping[str, str | Promise] = {
    "mine": _("For me to answer"),
    "asked": _("Asked by me"),
    "waiting": _("All that wait"),
    "ended": _("Over"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """Which of them somebody wants to see."""

    show: str = "mine"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Question":
        """From a query string; what is not in the list is the first of the list."""
        show = query.get("show", "")
        return cls(show if show in FILTERS else "mine")


def listed(question: Question, reader: Reader) -> QuerySet[DepartmentRequest]:
    """What waits comes in the order in which it is due, what is over with the latest on top."""
    rows = visible(reader)
    waiting = Q(state__in=DepartmentRequest.WAITING)
    chosen: QuerySet[DepartmentRequest] = {
        "mine": rows.waiting().of_member(reader.member_id),
        "asked": rows.filter(waiting, asked_by=reader.member_id),
        "waiting": rows.waiting(),
        "ended": rows.exclude(waiting),
    }[question.show]
    order = ("-ended_at", "-pk") if question.show == "ended" else ("due_at", "pk")
    related = ("department", "asked_by__user", "owner__user", "conversation__side_of__client")
    return chosen.select_related(*related).order_by(*order)


def mine_count(reader: Reader) -> int:
    """How many wait for this member to answer, counted no further than a page says."""
    return _MINE.count(reader)


def visible(reader: Reader) -> DepartmentRequestQuerySet:
    """Those whose conversation this reader may see; a client's people see none."""
    rows: DepartmentRequestQuerySet = DepartmentRequest.objects.filter(
        workspace_id=reader.workspace_id, conversation__binned_at=None
    )
    if reader.is_contact:
        return rows.none()
    if reader.project_ids is None:
        return rows
    return rows.filter(conversation__in=Conversation.objects.visible_to(reader))


_MINE = VisibleTo(
    lambda reader: (
        visible(reader)
        .waiting()
        .of_member(reader.member_id)
        .order_by()
        .values_list("pk")[: MOST_COUNTED + 1]
    )
)
