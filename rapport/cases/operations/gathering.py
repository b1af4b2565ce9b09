"""A problem gathers the cases it is behind: put one to it, tell them, close them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.cases import events
from rapport.cases.models import Case
from rapport.cases.operations import closing
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.inbox.models import Mailbox
from rapport.inbox.operations import writing
from rapport.inbox.operations.letters import Letter
from rapport.inbox.queries.thread import load, recipients
from rapport.lib.reader import Reader
from rapport.lib.refusal import Refused


class CannotGather(Refused):
    """It is no problem, or it cannot be behind this case."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many were told and closed, and which could not be, by their references."""

    told: int = 0
    closed: int = 0
    left: tuple[str, ...] = ()


@transaction.atomic
def put(case: Case, problem: Case | None, *, by: Acts, at: datetime) -> None:
    """Say which problem is behind a case; None is none. Saying it twice changes nothing."""
    if problem is not None:
        _require_problem(case, problem)
    was = case.problem_id
    if was == (problem.pk if problem else None):
        return
    if not Case.objects.filter(pk=case.pk, problem=was).update(problem=problem):
        return
    case.problem = problem
    facts = {
        "number": case.number, "problem": problem.pk if problem else None,
        "problem_number": problem.number if problem else None, "was": was,
    }  # fmt: skip
    publish(events.GATHERED, subject=case, by=by, at=at, facts=facts)


def tell(cases: Iterable[Case], text: str, *, reader: Reader, by: Member, at: datetime) -> Outcome:
    """Answer in the conversation of each, to those whom an answer there goes to."""
    own = frozenset(Mailbox.objects.values_list("address", flat=True))
    told, left = 0, []
    for case in cases:
        to, cc = recipients(load(case.conversation, reader, at=at), own)
        letter = Letter(text, to=_pairs(to), cc=_pairs(cc))
        try:
            if not to:
                raise writing.NotSent
            writing.reply(case.conversation, letter=letter, by=by, at=at)
        except Refused:
            left.append(case.reference)
        else:
            told += 1
    return Outcome(told=told, left=tuple(left))


def close(cases: Iterable[Case], *, cause: str, cure: str, by: Acts, at: datetime) -> Outcome:
    """Close each with what was found and done; what cannot be closed stays open."""
    closed, left = 0, []
    for case in cases:
        try:
            closing.close(case, cause=case.cause or cause, cure=case.cure or cure, by=by, at=at)
        except Refused:
            left.append(case.reference)
        else:
            closed += 1
    return Outcome(closed=closed, left=tuple(left))


def _require_problem(case: Case, problem: Case) -> None:
    if problem.kind != Case.Kind.PROBLEM:
        raise CannotGather(_("%(case)s is no problem.") % {"case": problem.reference})
    if case.kind == Case.Kind.PROBLEM:
        raise CannotGather(_("A problem is not put to another problem."))


def _pairs(people: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, address) for name, address in people)
