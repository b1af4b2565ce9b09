"""What a mail answers, as its References say (RFC 5322, 3.6.4)."""

from rapport.inbox.models import Message
from rapport.inbox.queries import answering


def before(message: Message) -> list[str]:
    """The Message-IDs of what a mail answers, oldest first."""
    earlier = (
        Message.objects.filter(conversation=message.conversation, kind__in=["in", "out"])
        .exclude(pk=message.pk)
        .exclude(message_id="")
        # What was said in a chat has no id that a mail program knows.
        .exclude(message_id__endswith=answering.BY_CHANNEL)
        # What waits for a later moment has not been said.
        .exclude(written_at__gt=message.written_at)
        .filter(is_unverified=False, is_suspicious=False)
    )
    earlier = earlier.order_by("written_at", "pk")
    if not message.conversation.is_mixed:
        return list(earlier.values_list("message_id", flat=True))
    return [row.message_id for row in earlier if _concerns(row, message)]


def _concerns(earlier: Message, message: Message) -> bool:
    """Whether somebody who gets this one wrote or got the earlier one: of other parties' mails not
    even the ids go out."""
    pairs = [*earlier.to, *earlier.cc]
    known = {earlier.from_email, earlier.reply_to, *(email.lower() for _name, email in pairs)}
    return any(email.lower() in known for _name, email in [*message.to, *message.cc])
