"""What the outbox page shows of a mail that has not left."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from rapport.engine.mail import parse
from rapport.inbox.models import Dispatch, Mailbox

_LINK = re.compile(r"https?://[^\s<>\"]+")

MOST_LETTERS = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One mail of the outbox."""

    mail: Dispatch
    subject: str
    recipients: str
    error: str
    # A link inside it, shown only while Rapport runs on this machine alone.
    link: str = ""


def has_way_out() -> bool:
    """Whether anything can send at all."""
    return bool(settings.SMTP_URL) or Mailbox.objects.sending().exists()


def line(mail: Dispatch, *, reveal: bool) -> Line:
    """Read what is needed out of the composed mail."""
    parsed = parse(bytes(mail.content)) if mail.content else None
    found = _LINK.search(parsed.text) if parsed and reveal and mail.message_id is None else None
    return Line(
        mail,
        parsed.subject if parsed else _unnamed(mail),
        ", ".join(mail.recipients),
        _said(mail.error),
        found[0] if found else "",
    )


def unsent_letters(addresses: Collection[str]) -> dict[str, str]:
    """Why letters with a link or code to these addresses have not left, by address."""
    found: dict[str, str] = {}
    letters = Dispatch.objects.unsent().filter(message=None, holds_key=True).order_by("-pk")
    for recipients, error in letters.values_list("recipients", "error")[:MOST_LETTERS]:
        for address in recipients.keys() & set(addresses):
            found.setdefault(address, _said(error) or _("It waits in the outbox."))
    return found


def _said(error: str) -> str:
    if error == Dispatch.NO_SERVER:
        return _("There is no server to send it with yet.")
    return error


def _unnamed(mail: Dispatch) -> str:
    """Of what has no subject of its own."""
    if mail.message:
        return mail.message.conversation.subject or _("(no subject)")
    return _("A letter with a link or code (not kept)")
