"""Where our own addresses in a mail lead."""

from collections.abc import Sequence

from rapport.inbox.models import Alias, Conversation
from rapport.inbox.queries import leading
from rapport.projects.models import Project


def led_to(aliases: Sequence[int]) -> Conversation | Project | None:
    """The one conversation or project behind these addresses. Of several it is none: what was
    written to two clients' projects belongs to neither."""
    if not aliases:
        return None
    rows = Alias.objects.running().filter(pk__in=aliases).exclude(purpose=Alias.Purpose.MAILBOX)
    rows = rows.select_related("project__client", "conversation__merged_into")
    found: dict[tuple[str, int], Conversation | Project] = {}
    for alias in rows:
        if alias.project is not None and alias.project.binned_at is None:
            found["project", alias.project.pk] = alias.project
        elif alias.conversation is not None:
            talk = leading.whole(alias.conversation)
            if talk.binned_at is None:
                found["conversation", talk.pk] = talk
    return next(iter(found.values())) if len(found) == 1 else None
