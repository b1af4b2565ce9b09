"""How much a client feels what an alert is about, as the record stands now."""

from typing import Any

from django.utils.timezone import localdate

from rapport.cases.models import Case
from rapport.delivery.models import Deliverable
from rapport.inbox.models import Conversation
from rapport.lib.felt import Felt
from rapport.lib.visibility import Turn
from rapport.notifications.models import Topic
from rapport.promises.models import Promise

BY_TOPIC: dict[Topic, Felt] = {
    Topic.MISSED: Felt.TARGET_MISSED,
    Topic.COMPLAINT: Felt.COMPLAINT_UNANSWERED,
    Topic.DEADLINE: Felt.REPLY_DUE,
    Topic.FORECAST: Felt.PROMISE_WILL_SLIP,
    Topic.PROMISE: Felt.PROMISE_DUE,
    Topic.MESSAGE: Felt.MESSAGE_WAITING,
    Topic.HELD: Felt.MESSAGE_WAITING,
    Topic.TROUBLE: Felt.NOT_DELIVERED,
    Topic.MENTION: Felt.COLLEAGUE_ASKS,
    Topic.REQUEST: Felt.COLLEAGUE_ASKS,
    Topic.ASSIGNED: Felt.COLLEAGUE_ASKS,
    Topic.RETURNED: Felt.COLLEAGUE_ASKS,
    Topic.TASK_DONE: Felt.COLLEAGUE_ASKS,
}


def felt(topic: Topic, record: Any) -> Felt:
    """What is over is felt no more, whatever was told then."""
    said = BY_TOPIC.get(topic, Felt.NEWS)
    if isinstance(record, Case):
        return said if record.is_open else Felt.NEWS
    if isinstance(record, Promise):
        return _promise(said, record)
    if isinstance(record, Deliverable):
        return Felt.REFUSED if record.state == Deliverable.State.REFUSED else Felt.NEWS
    if isinstance(record, Conversation) and said == Felt.MESSAGE_WAITING:
        waits = record.turn == Turn.US and record.closed_at is None
        return said if waits else Felt.NEWS
    return said


def _promise(said: Felt, promise: Promise) -> Felt:
    if not promise.is_open:
        return Felt.NEWS
    if promise.side != Promise.Side.US:
        return Felt.CLIENT_LATE
    return Felt.BROKEN_PROMISE if promise.due_on < localdate() else said
