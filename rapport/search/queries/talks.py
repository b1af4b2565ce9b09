"""Which conversations hold some words: for the list of conversations, newest first."""

from rapport.inbox.models import Message
from rapport.inbox.queries import words
from rapport.lib.many import among
from rapport.lib.reader import Reader
from rapport.search import engines


@words.found_by
def conversations(reader: Reader, text: str, most: int) -> list[int]:
    """Ids of the conversations to which the newest messages with these words belong."""
    ids = engines.newest_messages(reader.workspace_id, text, most=most)
    rows = Message.objects.filter(pk__in=among(ids)).values_list("conversation_id", flat=True)
    return list(rows.distinct().order_by())
