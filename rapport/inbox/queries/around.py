"""What stands beside a conversation: who follows it, what is read with it, what went into it."""

from dataclasses import dataclass
from datetime import datetime

from rapport.accounts.models import Member
from rapport.events.models.event import UNDONE_WITHIN
from rapport.inbox.models import Conversation, Reshaping, SeeAlso
from rapport.lib.reader import Reader

MOST = 20


@dataclass(frozen=True, slots=True)
class Around:
    """The parts of the panel."""

    followers: list[Member]
    tied: list[Conversation]
    absorbed: list[Conversation]
    # What was made one, or two, of late, newest first.
    acts: list[Reshaping]


def around(conversation: Conversation, reader: Reader, *, at: datetime) -> Around:
    """All that belongs beside it, as far as the reader sees it, whatever the length."""
    led = Conversation.objects.filter(merged_into=conversation).order_by("number")
    late = Reshaping.objects.filter(
        target=conversation, is_undone=False, at__gt=at - UNDONE_WITHIN
    ).select_related("source")
    return Around(
        followers(conversation),
        tied(conversation, reader),
        list(led.only("number", "subject")[:MOST]),
        list(late.order_by("-pk")[:5]),
    )


def followers(conversation: Conversation) -> list[Member]:
    """Who hears of it."""
    rows = Member.objects.active().filter(pk__in=conversation.followings.values("member"))
    return list(rows.select_related("user").order_by("user__name", "pk"))


def tied(conversation: Conversation, reader: Reader) -> list[Conversation]:
    """What is to be read with it, the latest first."""
    rows = Conversation.objects.visible_to(reader).live()
    ones = SeeAlso.objects.filter(other=conversation).values("one")
    others = SeeAlso.objects.filter(one=conversation).values("other")
    found = rows.filter(pk__in=ones) | rows.filter(pk__in=others)
    ordered = found.select_related("client").order_by("-last_message_at", "-pk")
    return list(ordered[:MOST])
