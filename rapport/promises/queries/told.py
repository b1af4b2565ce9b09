"""What a client was promised, for a letter that names a day."""

from collections.abc import Iterator

from rapport.engine.outgoing import Told
from rapport.inbox.models import Conversation
from rapport.lib.reader import Reader
from rapport.promises.models import Promise

MOST = 40


def of_conversation(conversation: Conversation, reader: Reader) -> Iterator[Told]:
    """Our open promises to its client; of those to a project only the ones to its own."""
    if conversation.client_id is None:
        return
    rows = (
        Promise.objects.visible_to(reader)
        .open()
        .filter(client=conversation.client_id, side=Promise.Side.US)
    )
    if conversation.project_id is not None:
        rows = rows.filter(project__in=[conversation.project_id]) | rows.filter(project=None)
    for what, day in rows.order_by("due_on", "pk").values_list("what", "due_on")[:MOST]:
        yield Told(what, day)
