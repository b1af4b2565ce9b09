"""Close a case with its cause and cure; open it again when it was not over."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.cases import events
from rapport.cases.models import Case
from rapport.cases.operations import clock, missing
from rapport.cases.queries.leaving import answer_to
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.inbox.operations import conversations
from rapport.lib.refusal import Refused


class Unanswered(Refused):
    """A complaint without an answer."""


@transaction.atomic
def close(case: Case, *, cause: str = "", cure: str = "", by: Acts, at: datetime) -> bool:
    """Close it, and its conversation with it; whether it was open. Closing a closed case changes
    nothing.

    A complaint must have been answered since it was made.
    """
    if case.is_open and owes_answer(case, at=at):
        raise Unanswered(
            _("A complaint is closed with an answer: write to the client first, then close it.")
        )
    if case.is_open:
        missing.note_passed(case, at=at)
    closer = by if isinstance(by, Member) else None
    words = {"cause": cause.strip() or case.cause, "cure": cure.strip() or case.cure}
    open_still = Case.objects.open().filter(pk=case.pk)
    if not open_still.update(closed_at=at, closed_by=closer, **words):
        return False
    case.refresh_from_db()
    facts = {
        "number": case.number,
        "kind": case.kind,
        "minutes": clock.worked_minutes(case, at=at),
        "conversation": case.conversation_id,
        "history": case.clock_from is None,
    }
    publish(events.CLOSED, subject=case, by=by, at=at, facts=facts)
    conversations.close(case.conversation, by=by, at=at)
    return True


@transaction.atomic
def reopen(case: Case, *, by: Acts, at: datetime, wrote: bool = False) -> None:
    """Open it again, with `wrote` because the client did. The time in between counts as a pause,
    then the clock goes on."""
    closed_at = case.closed_at
    if closed_at is None:
        return
    if case.paused_since is None:
        clock.add_pause(case, since=closed_at, at=at)
    again = Case.objects.live().filter(pk=case.pk, closed_at=closed_at)
    now_open = {"closed_at": None, "closed_by": None}
    if not again.update(**now_open, **clock.values(case, ("pauses", *clock.DUES))):
        return
    case.closed_at, case.closed_by = None, None
    facts = {"number": case.number, "conversation": case.conversation_id}
    publish(events.REOPENED, subject=case, by=by, at=at, facts=facts)
    conversations.reopen(case.conversation, by=by, at=at)
    clock.follow_turn(case, turn=case.conversation.turn, at=at, wrote=wrote)


def owes_answer(case: Case, *, at: datetime) -> bool:
    """A complaint whose client got no answer from us since they made it; one that is leaving
    counts. Imported history owes none."""
    since = case.acknowledge_from
    if case.kind != Case.Kind.COMPLAINT or since is None:
        return False
    if case.word_at is not None and case.word_at >= since:
        return False
    leaving = answer_to(case.conversation, at=at)
    return leaving is None or leaving.written_at < since
