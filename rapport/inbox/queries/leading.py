"""Where a conversation that went into another one leads."""

from rapport.inbox.models import Conversation


def number_now(number: int) -> int | None:
    """The number of the conversation into which this one went."""
    rows = Conversation.objects.filter(number=number, merged_into__isnull=False)
    led: int | None = rows.values_list("merged_into__number", flat=True).first()
    return led


def whole(conversation: Conversation) -> Conversation:
    """The conversation itself, or the one into which it went."""
    return conversation.merged_into or conversation
