"""A case goes along when its conversation goes into another one, and comes back with it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.cases.models import Case
from rapport.cases.operations import closing, following, missing
from rapport.events.actor import SYSTEM
from rapport.inbox.companions import Kept
from rapport.inbox.models import Conversation
from rapport.lib import noted
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn

COLUMNS = tuple(
    field.attname for field in Case._meta.concrete_fields if field.name not in ("id", "workspace")
)


class Unanswered(Refused):
    """A complaint would be over without a word."""


def said(source: Conversation, target: Conversation) -> str:
    """What would become of the cases."""
    mine, theirs = _case(source), _case(target)
    if mine is None:
        return ""
    if theirs is None:
        return _("Case %(case)s goes along.") % {"case": mine.reference}
    names = {"case": mine.reference, "other": theirs.reference}
    return _("Both are cases: %(other)s stays with its clock, %(case)s is closed.") % names


@transaction.atomic
def join(source: Conversation, target: Conversation, at: datetime) -> Kept:
    """The only case goes to the other conversation; of two the other one's stays, and is open if
    either was. The clock follows the turn. Returns what changed of each."""
    mine, theirs = _case(source), _case(target)
    touched = [case for case in (mine, theirs) if case is not None]
    before = {case.pk: noted.note(case, COLUMNS) for case in touched}
    if mine is not None and theirs is None:
        Case.objects.filter(pk=mine.pk).update(conversation=target)
    elif mine is not None and theirs is not None:
        _leave_one(mine, theirs, at)
    following.after_link(target.pk, at=at)
    _follow_turn(target, at)
    after = Case.objects.filter(pk__in=before)
    return {
        str(case.pk): noted.changes(before[case.pk], noted.note(case, COLUMNS)) for case in after
    }


@transaction.atomic
def part(source: Conversation, target: Conversation, kept: Kept) -> None:
    """As they were, but for what was changed since."""
    for case in Case.objects.filter(pk__in=[int(pk) for pk in kept]).order_by("pk"):
        if values := noted.put_back(case, kept[str(case.pk)]):
            Case.objects.filter(pk=case.pk).update(**values)


def _follow_turn(target: Conversation, at: datetime) -> None:
    """Whoever was waited for here may have written in the other one long before: the clock goes on
    from that word, not from the moment in which somebody found it."""
    case = _case(target)
    since = case.paused_since if case is not None and case.is_open else None
    if since is None or target.turn != Turn.US:
        following.after_turn(target.pk, by=SYSTEM, at=at)
        return
    wrote_at = min(at, max(since, target.turn_since))
    following.after_turn(target.pk, by=SYSTEM, at=wrote_at, wrote=True)


def _leave_one(mine: Case, theirs: Case, at: datetime) -> None:
    if mine.is_open and theirs.kind != Case.Kind.COMPLAINT and closing.owes_answer(mine, at=at):
        raise Unanswered(
            _("%(case)s is a complaint without an answer. Merge the other way round.")
            % {"case": mine.reference}
        )
    if mine.is_open:
        missing.note_passed(mine, at=at)
    Case.objects.filter(pk=mine.pk, closed_at=None).update(closed_at=at)
    Case.objects.filter(pk=theirs.pk).update(binned_at=None)
    theirs.binned_at = None
    if mine.is_open and not theirs.is_open:
        closing.reopen(theirs, by=SYSTEM, at=at)


def _case(conversation: Conversation) -> Case | None:
    """Also one in the bin, which holds the place of another."""
    rows = Case.objects.select_related("conversation", "workspace", "client")
    found: Case | None = rows.filter(conversation=conversation).first()
    return found
