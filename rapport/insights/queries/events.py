"""Which conversations an event touches."""

from collections.abc import Iterable

from rapport.cases.models import Case
from rapport.events.models import Event

TALK, CASE = "inbox.conversation", "cases.case"


def touched_by(events: Iterable[Event]) -> set[int]:
    """The subjects, what they were merged with or split into, and all of a bulk act."""
    found: set[int] = set()
    cases: set[int] = set()
    for event in events:
        facts = event.facts
        if event.subject_kind == TALK:
            found |= {event.subject_id, *_ids(facts.get("other"))}
        if event.subject_kind == CASE:
            cases.add(event.subject_id)
        found |= {*_ids(facts.get("conversation")), *_ids(facts.get("conversations"))}
    if cases:
        found |= set(Case.objects.filter(pk__in=cases).values_list("conversation", flat=True))
    return found


def _ids(value: object) -> list[int]:
    if isinstance(value, list):
        return [one for one in value if isinstance(one, int)]
    return [value] if isinstance(value, int) else []
