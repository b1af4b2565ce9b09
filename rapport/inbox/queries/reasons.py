"""Why a mail stopped, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.inbox.models import RawMail

REASONS: dict[str, Promise] = {
    "empty": _("There is nothing in it."),
    "not-mail": _("It is no mail."),
    "size": _("It is larger than a mail may be."),
    "headers": _("It has more headers than any mail needs."),
    "header-length": _("One of its headers is longer than any mail needs."),
    "depth": _("It is nested deeper than any mail needs."),
    "recipients": _("It names more recipients than any mail needs."),
    "time": _("Reading it took too long."),
    "memory": _("Reading it took too much memory."),
    "crash": _("The reader stopped while it was reading it."),
}
WAITING = _("It has not been read yet.")


def said(raw: RawMail) -> str:
    """The reason as a sentence."""
    if raw.outcome == RawMail.Outcome.WAITING:
        return str(WAITING)
    return str(REASONS.get(raw.reason, raw.reason))
