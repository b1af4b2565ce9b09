"""Tell open pages of what is no act: that a visitor came, types, reads or left, or that there is
something for them to read."""

from datetime import datetime, timedelta

from django.db.models.functions import Coalesce
from django.utils.timezone import now

from rapport.chat.models import Visitor
from rapport.inbox.live import Sign, source

# Machines' clocks differ, and what was written earlier may be there later.
LOOK_BACK = timedelta(seconds=5)


def topic_of(visitor: int) -> str:
    """What a visitor's own page hears of."""
    return f"visitor-{visitor}"


class Stirs:
    """Remembers what it told, so that it tells each change once."""

    def __init__(self) -> None:
        self.told: dict[int, datetime] = {}
        self.since = now()

    def __call__(self) -> list[Sign]:
        """For the visitor's page, and for the conversation's."""
        at = now()
        talk = "handle__exchanges__conversation"
        rows = Visitor.everywhere.filter(stirred_at__gt=self.since - LOOK_BACK).values_list(
            "pk", "stirred_at", "workspace_id",
            Coalesce(f"{talk}__merged_into__number", f"{talk}__number"),
        )  # fmt: skip
        found, told = [], {}
        for pk, stirred_at, workspace_id, number in rows:
            told[pk] = stirred_at
            if self.told.get(pk) == stirred_at:
                continue
            found.append(Sign(workspace_id, topic_of(pk)))
            if number:
                found.append(Sign(workspace_id, f"chat-{number}"))
        self.told, self.since = told, at
        return list(dict.fromkeys(found))


source(Stirs())
