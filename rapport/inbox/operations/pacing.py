"""No faster than a provider bears: so many mails a minute by one mailbox, in all processes."""

from django.conf import settings

from rapport.accounts import limits
from rapport.inbox import carriers
from rapport.inbox.models import Dispatch


def allows(mail: Dispatch) -> bool:
    """Count one more by its mailbox; False: it waits for its turn, where it is."""
    if carriers.carrier_of(mail) is not None or mail.workspace.is_demo:
        return True
    who = str(mail.mailbox_id or "system")
    return limits.allow("inbox.sending", who, limit=settings.MAILS_A_MINUTE, seconds=60)
