"""Which mails look as if no client waits on an answer: lists, newsletters, machines."""

import re

from rapport.engine.mail import Parsed
from rapport.inbox.models import Conversation

_MACHINE = re.compile(
    r"^(?:no-?_?\.?reply|do-?_?not-?_?reply|donotreply|mailer-daemon|postmaster|notifications?"
    r"|notify|alerts?|bounces?|newsletter|news|updates?|billing|invoices?|automailer)"
    r"(?:[+._-].*)?@",
    re.I,
)


def aside(parsed: Parsed, sender: str) -> str:
    """Why this might be set aside, or an empty string."""
    precedence = parsed.headers.get("Precedence").strip().lower()
    if parsed.list_id or "List-Unsubscribe" in parsed.headers or precedence in ("bulk", "list"):
        return Conversation.Aside.LIST.value
    if precedence == "junk" or parsed.auto_submitted not in ("", "no") or _MACHINE.match(sender):
        return Conversation.Aside.MACHINE.value
    return ""
