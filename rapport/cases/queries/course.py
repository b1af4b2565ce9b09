"""A case as the engine's clock sees it."""

from datetime import datetime

from rapport.cases.models import Case, Reply
from rapport.engine.service_level import Clock, Course, Level


def clock_of(case: Case) -> Clock | None:
    """Its clock; None where none runs."""
    if case.clock_from is None:
        return None
    pauses = tuple((_moment(stood), _moment(went_on)) for stood, went_on in case.pauses)
    clock = Clock(case.clock_from, pauses)
    return clock if case.paused_since is None else clock.stand(case.paused_since)


def written(clock: Clock) -> list[list[datetime]]:
    """The pauses of a clock, as the row keeps them."""
    return [list(pause) for pause in clock.pauses]


def course_of(case: Case, clock: Clock) -> Course:
    """How it has gone so far."""
    return Course(
        clock=clock,
        is_answered=case.first_replied_at is not None,
        waits_since=case.waits_since,
        word_at=case.word_at or case.first_replied_at,
    )


def level_of(case: Case) -> Level:
    """What was agreed for it."""
    return Level(
        first=case.reply_minutes,
        next=case.next_minutes,
        every=case.every_minutes,
        solved=case.resolve_minutes,
    )


def owed_minutes(case: Case) -> int | None:
    """How long the answer that is owed may take."""
    agreed = {
        Reply.FIRST: case.reply_minutes,
        Reply.NEXT: case.next_minutes,
        Reply.EVERY: case.every_minutes,
    }
    return agreed[Reply(case.reply_owed)] if case.reply_owed else None


def _moment(said: datetime | str) -> datetime:
    return datetime.fromisoformat(said) if isinstance(said, str) else said
