"""Everything that needs a person, in the order the client feels it."""

from itertools import chain

from rapport.today.queries import (
    from_absence,
    from_cases,
    from_delivery,
    from_mail,
    from_promises,
    from_requests,
    from_silence,
    from_tasks,
)
from rapport.today.queries.need import Desk, Need

SOURCES = (
    from_cases, from_promises, from_delivery, from_mail, from_requests, from_tasks, from_silence,
    from_absence,
)  # fmt: skip


def needs(desk: Desk) -> list[Need]:
    """All rows, ordered by what is felt, then by age. A fixed number of queries."""
    found = chain.from_iterable(source.needs(desk) for source in SOURCES)
    return sorted(found, key=lambda need: (need.felt, need.since))
