"""Ask a department: its turn, its owner, its clock; and what becomes of it.

While it has not answered, the main conversation says that we wait inside. The client's clock goes
on: that one of us waits for another of us is nothing that the client does.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.calendars.queries.working_time import opening_hours
from rapport.engine.business_time import NeverOpen, add_working
from rapport.events.actor import SYSTEM, Acts
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.models import (
    Conversation,
    Department,
    DepartmentMember,
    DepartmentRequest,
    Message,
)
from rapport.inbox.operations import conversations, sides, writing
from rapport.inbox.operations.letters import Letter
from rapport.inbox.queries import parties
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn
from rapport.workspaces.operations import submissions

State = DepartmentRequest.State
# Of the working time to the target, in percent: from then on it is near.
NEAR = 75
COMES_BACK = (events.REQUEST_ANSWERED, events.REQUEST_HANDED_BACK, events.REQUEST_REFUSED)
LONGEST_REASON = 2_000
MOST_AT_ONCE = 500


class NotRequested(Refused):
    """This cannot be asked, or not be done with what was asked."""


@transaction.atomic
def ask(
    main: Conversation, *, letter: Letter, department: Department, by: Member, at: datetime
) -> DepartmentRequest:
    """Ask a department on the side of a conversation; its clock runs from now on."""
    sides.check(main, letter)
    team = tuple(_team(department).exclude(pk=by.pk))
    if department.closed_at is not None or not team:
        raise NotRequested(_("Nobody answers for this department. Choose another one."))
    submissions.take(main.workspace_id, digest=letter.once, at=at)
    side = sides.open_side(main, letter=letter, whom=department.name, by=by, at=at)
    request = DepartmentRequest(
        workspace_id=main.workspace_id, conversation=side, department=department, asked_by=by,
        asked_at=at, **_clock(department, at),
    )  # fmt: skip
    request.save(force_insert=True)
    sides.tell_inside(side, letter=letter, whom=team, by=by, at=at)
    _mark(main)
    sides.published(side, by=by, at=at, department=department.pk)
    _publish(events.REQUEST_ASKED, request, by, at)
    return request


@transaction.atomic
def accept(request: DepartmentRequest, *, by: Member, at: datetime) -> None:
    """Somebody of the department takes it on. Whoever has it already keeps it."""
    _check_team(request, by)
    if _move(request, (State.ASKED,), state=State.ACCEPTED, owner=by):
        _publish(events.REQUEST_ACCEPTED, request, by, at)


@transaction.atomic
def release(request: DepartmentRequest, *, by: Member, at: datetime) -> None:
    """Nobody of the department has it any more; it is still asked."""
    _check_team(request, by)
    if _move(request, (State.ACCEPTED,), state=State.ASKED, owner=None):
        _publish(events.REQUEST_RELEASED, request, by, at)


@transaction.atomic
def hand_back(request: DepartmentRequest, *, reason: str, by: Member, at: datetime) -> None:
    """Something is missing: it is the asker's turn, with the reason."""
    _end(request, State.HANDED_BACK, events.REQUEST_HANDED_BACK, reason, by, at)


@transaction.atomic
def refuse(request: DepartmentRequest, *, reason: str, by: Member, at: datetime) -> None:
    """It will not be done, with the reason."""
    _end(request, State.REFUSED, events.REQUEST_REFUSED, reason, by, at)


@transaction.atomic
def withdraw(request: DepartmentRequest, *, by: Acts, at: datetime) -> None:
    """It is needed no more."""
    if _move(request, DepartmentRequest.WAITING, state=State.WITHDRAWN, ended_at=at):
        _settle(request, at=at)
        _publish(events.REQUEST_WITHDRAWN, request, by, at)


@transaction.atomic
def ask_again(request: DepartmentRequest, *, by: Acts, at: datetime) -> None:
    """It is the department's turn again, with a new target; whoever had it has it."""
    ended = [state for state in State if state not in DepartmentRequest.WAITING]
    state = State.ACCEPTED if request.owner_id else State.ASKED
    clock = _clock(request.department, at)
    if _move(request, ended, state=state, ended_at=None, warned_at=None, missed_at=None, **clock):
        conversations.set_turn(request.conversation, turn=Turn.THIRD_PARTY, by=by, at=at)
        _mark_main(request)
        _publish(events.REQUEST_ASKED, request, by, at)


@transaction.atomic
def heard(request: DepartmentRequest, message: Message, *, at: datetime) -> None:
    """The department said something, here or by mail: that is its answer."""
    by: Acts = message.author or SYSTEM
    owner = {"owner": message.author} if message.author and not request.owner_id else {}
    if _move(request, DepartmentRequest.WAITING, state=State.ANSWERED, ended_at=at, **owner):
        _settle(request, at=at)
        _publish(events.REQUEST_ANSWERED, request, by, at)


def tell_due(*, at: datetime) -> None:
    """Say which requests are near their target and which missed it, once each, everywhere open."""
    for request in _rows(DepartmentRequest.objects.warnable(at)):
        _tell(request, "warned_at", events.REQUEST_NEAR, at)
    for request in _rows(DepartmentRequest.objects.overdue(at).filter(missed_at=None)):
        _tell(request, "missed_at", events.REQUEST_OVERDUE, at)


def follow(side: Conversation, verb: str, *, by: Acts, at: datetime) -> None:
    """What became of the side conversation is felt by its request."""
    request: DepartmentRequest | None = getattr(side, "request", None)
    if request is None:
        return
    if verb == events.CONVERSATION_CLOSED:
        withdraw(request, by=by, at=at)
    elif verb == events.MESSAGE_QUEUED and request.state == State.HANDED_BACK:
        ask_again(request, by=by, at=at)
    elif verb == events.MESSAGE_UNDONE and not side.messages.exists():
        withdraw(request, by=by, at=at)
    _mark_main(request)


def _rows(rows: QuerySet[DepartmentRequest]) -> list[DepartmentRequest]:
    related = rows.select_related("conversation__side_of", "department")
    return list(related.order_by("due_at", "pk")[:MOST_AT_ONCE])


@transaction.atomic
def _tell(request: DepartmentRequest, column: str, verb: str, at: datetime) -> None:
    rows = DepartmentRequest.objects.waiting().filter(pk=request.pk, **{column: None})
    if rows.update(**{column: at}):
        _publish(verb, request, SYSTEM, at)


def _end(
    request: DepartmentRequest, state: str, verb: str, reason: str, by: Member, at: datetime
) -> None:
    """Over without an answer; the reason stands in the conversation, for both to read."""
    _check_team(request, by)
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise NotRequested(_("Please say why, so that they can go on."))
    if not _move(request, DepartmentRequest.WAITING, state=state, ended_at=at):
        return
    writing.note(request.conversation, text=reason, by=by, at=at)
    conversations.set_turn(request.conversation, turn=Turn.US, by=by, at=at)
    _settle(request, at=at)
    _publish(verb, request, by, at)


def _settle(request: DepartmentRequest, *, at: datetime) -> None:
    """Nobody waits inside any more; the main conversation is its owner's turn again."""
    main = request.conversation.side_of
    if main is None:
        return
    _mark(main)
    if request.state != State.WITHDRAWN and main.closed_at is None and not main.waits_inside:
        conversations.set_turn(main, turn=Turn.US, by=SYSTEM, at=at)
        Conversation.objects.filter(pk=main.pk).update(snoozed_until=None, snoozed_by=None)


def _mark_main(request: DepartmentRequest) -> None:
    if request.conversation.side_of is not None:
        _mark(request.conversation.side_of)


def _mark(main: Conversation) -> None:
    """Note whether a department is still to answer, so that nobody has to ask for each page."""
    waiting = DepartmentRequest.objects.waiting().filter(conversation__side_of=main)
    main.waits_inside = waiting.exists()
    Conversation.objects.filter(pk=main.pk).update(waits_inside=main.waits_inside)


def _move(
    request: DepartmentRequest, states: "tuple[str, ...] | list[State]", **values: object
) -> bool:
    """Compare and set."""
    rows = DepartmentRequest.objects.filter(pk=request.pk, state__in=states)
    if not rows.update(**values):
        return False
    for name, value in values.items():
        setattr(request, name, value)
    return True


def _check_team(request: DepartmentRequest, by: Member) -> None:
    if not parties.is_asked(request.conversation, by):
        raise NotRequested(_("Only the department that was asked can do this."))


def _team(department: Department) -> QuerySet[Member]:
    ids = DepartmentMember.objects.filter(department=department).values("member")
    rows: QuerySet[Member] = Member.objects.active().filter(pk__in=ids)
    return rows.select_related("user").order_by("user__name", "pk")


def _clock(department: Department, at: datetime) -> dict[str, datetime]:
    """When an answer is due in our working time, and from when on that is near."""
    hours, within = opening_hours(department.workspace), department.answers_within
    try:
        due = add_working(at, within, hours)
        return {"due_at": due, "warn_at": add_working(at, within * NEAR // 100, hours)}
    except NeverOpen:
        due = at + timedelta(minutes=within)
        return {"due_at": due, "warn_at": at + timedelta(minutes=within * NEAR // 100)}


def _publish(verb: str, request: DepartmentRequest, by: Acts, at: datetime) -> None:
    """What became of it stands in the story of the main conversation, all else on the side."""
    side = request.conversation
    subject = (side.side_of or side) if verb in COMES_BACK else side
    facts = {
        "number": subject.number, "request": request.pk, "department": request.department_id,
        "side": side.pk, "side_number": side.number, "due": request.due_at.isoformat(),
        "asked_by": request.asked_by_id, "owner": request.owner_id,
    }  # fmt: skip
    publish(verb, subject=subject, by=by, at=at, facts=facts)
