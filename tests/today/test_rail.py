"""The rail says how many wait, as far as anybody acts on the difference."""

import re

import pytest

from rapport.inbox.models import Conversation

NUMBER = re.compile(r'<span class="n">([^<]*)</span>')


@pytest.mark.parametrize(("waiting", "said"), [(0, set()), (99, {"99"}), (100, {"99+"})])
def test_more_than_99_waiting_conversations_are_not_counted_further(
    make, manager, browse, waiting, said
):
    like = make.conversation(turn="client")
    rows = ("workspace_id", "subject", "turn_since", "started_at", "last_message_at")
    shared = {name: getattr(like, name) for name in rows}
    Conversation.objects.bulk_create(
        Conversation(**shared, number=like.number + n, turn="us") for n in range(1, waiting + 1)
    )
    page = browse(manager).get("/w/fernhill/projects/").text
    assert set(NUMBER.findall(page.partition("<main")[0])) == said
