"""What happens to the case when something happens to its conversation."""

from datetime import datetime

from django.db import transaction

from rapport.accounts.models import Member
from rapport.cases.models import Case
from rapport.cases.operations import clock, closing, replying
from rapport.events.actor import SYSTEM, Acts
from rapport.events.models import Event
from rapport.inbox.models import Conversation, Message
from rapport.inbox.operations import conversations
from rapport.inbox.queries.standing import heard_since
from rapport.lib.visibility import Turn
from rapport.workspaces.prepared import Question

_CASE = Question(
    lambda pk: (
        Case.objects.live()
        .select_for_update(of=("self",))
        .select_related("conversation", "workspace", "client")
        .filter(conversation_id=pk)
        .order_by("pk")
    )
)


def case_of(conversation_id: int) -> Case | None:
    """The live case of a conversation, with what its clock needs; nobody else changes it until
    the transaction ends."""
    found: Case | None = _CASE.first(conversation_id)
    return found


def actor_of(event: Event) -> Acts:
    """The member who acted, or the product itself: a client does not open or close cases."""
    if event.actor_kind != "member":
        return SYSTEM
    member: Member | None = Member.objects.filter(pk=event.actor_id).first()
    return member or SYSTEM


@transaction.atomic
def after_reply(conversation_id: int, *, message_id: int | None, at: datetime) -> None:
    """Our answer left: the first one is recorded, and the turn is followed. What the client wrote
    before it left waits for the next one."""
    case = case_of(conversation_id)
    if case is not None:
        replying.note_reply(case, waits_since=_unheard(case, message_id), at=at)
        if case.is_open:
            clock.follow_turn(case, turn=case.conversation.turn, at=at)


def _unheard(case: Case, message_id: int | None) -> datetime | None:
    """Since when they wait for an answer to what our last one could not know."""
    if case.conversation.turn != Turn.US:
        return None
    answer = Message.objects.filter(pk=message_id).values_list("written_at", flat=True).first()
    if answer is None:
        return None
    heard = heard_since(case.conversation_id, answer)
    return heard.values_list("created_at", flat=True).first()


def after_turn(conversation_id: int, *, by: Acts, at: datetime, wrote: bool = False) -> None:
    """The turn passed on, or the client wrote; a case that was closed opens again with it."""
    if case := case_of(conversation_id):
        _follow(case, by, at, wrote)


@transaction.atomic
def after_absence(case: Case, *, by: Acts, at: datetime) -> None:
    """Back out of the bin: what was answered, and whose turn it became, while it was there. An
    open case opens its conversation again."""
    found = case_of(case.conversation_id)
    if found is None or found.clock_from is None:
        return
    talk, since = found.conversation, found.word_at or found.first_replied_at or found.clock_from
    told = Message.objects.filter(conversation=talk, kind=Message.Kind.OUT, sent_at__gt=since)
    for moment in filter(None, told.order_by("sent_at").values_list("sent_at", flat=True)):
        replying.note_reply(found, at=moment)
    moved_at = at
    if found.is_open:
        conversations.reopen(talk, by=by, at=at)
        moved_at = max(found.clock_from, talk.turn_since)
    wrote = talk.turn == Turn.US and found.word_at is not None and found.word_at < talk.turn_since
    _follow(found, by, moved_at, wrote)


@transaction.atomic
def _follow(case: Case, by: Acts, at: datetime, wrote: bool) -> None:
    if case.client_id != case.conversation.client_id:
        _belong(case, at)
    if not case.is_open:
        if case.conversation.closed_at is None:
            closing.reopen(case, by=by, at=at, wrote=wrote)
        return
    clock.follow_turn(case, turn=case.conversation.turn, at=at, wrote=wrote)


@transaction.atomic
def after_close(conversation_id: int, *, by: Acts, at: datetime) -> None:
    """The conversation was closed, so its case is over too."""
    case = case_of(conversation_id)
    if case is not None and case.is_open:
        closing.close(case, by=by, at=at)


@transaction.atomic
def after_link(conversation_id: int, *, at: datetime) -> None:
    """The conversation belongs to another client or project now, and so does its case."""
    if case := case_of(conversation_id):
        _belong(case, at)


def after_contact(contact_id: int, *, at: datetime) -> None:
    """Whoever wrote is known now: cases that nobody knew the client of are their client's."""
    theirs = Conversation.objects.filter(participants__contact=contact_id)
    cases = Case.objects.live().filter(client=None, conversation__client__isnull=False)
    found = cases.filter(conversation__in=theirs).values_list("conversation", flat=True)
    for conversation_id in list(found):
        after_link(conversation_id, at=at)


def _belong(case: Case, at: datetime) -> None:
    """What was agreed with another client holds with them."""
    talk, was = case.conversation, case.client_id
    case.client_id, case.project_id = talk.client_id, talk.project_id
    fields = ["client_id", "project_id"]
    if case.client_id != was and case.is_open:
        clock.agree(case, at=at)
        clock.aim(case, again_at=at)
        fields += [*clock.AGREED, *clock.DUES]
    Case.objects.filter(pk=case.pk).update(**clock.values(case, fields))
