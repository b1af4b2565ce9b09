"""Hand over what waits with somebody who is away: one act on many, and undone as one."""

from datetime import datetime

from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.accounts.readers import reader_for
from rapport.inbox.models import BulkAct, Conversation
from rapport.inbox.operations import bulk
from rapport.inbox.permissions import REPLY
from rapport.inbox.queries.bulk import last_event
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn


class NotHanded(Refused):
    """It cannot go to them."""


def hand_over(of: Member, *, to: Member, by: Member, at: datetime) -> BulkAct | None:
    """Give all open conversations of somebody that wait on us to somebody else; what is with the
    client stays. Nothing there is nothing begun."""
    if to.pk == of.pk or not REPLY.held_by(to.role):
        raise NotHanded(_("Choose somebody else who answers clients."))
    rows = Conversation.objects.waiting_on(Turn.US).filter(assignee=of)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[: bulk.MOST])
    seen = last_event(reader_for(by))
    return bulk.begin(ids, bulk.becomes("assignee", to.pk), seen=seen, by=by, at=at)
