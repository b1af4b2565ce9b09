"""What templates say of promises."""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from rapport.inbox import told
from rapport.inbox.variables import Setting, Variable, register


def _next(setting: Setting) -> tuple[str, str]:
    """What was promised for the nearest day that is still ahead, and the day."""
    if setting.conversation is None:
        return "", ""
    today = setting.at.date()
    ahead = [one for one in told.of(setting.conversation, setting.reader) if one.day >= today]
    first = min(ahead, key=lambda one: one.day, default=None)
    return (first.what, date_format(first.day, "j F Y")) if first else ("", "")


register(
    Variable(
        "promise.date", _("The next day that we promised them"), "9 March 2026",
        lambda at: _next(at)[1],
    )
)  # fmt: skip
register(
    Variable("promise.what", _("What we promised for it"), "Label proofs", lambda at: _next(at)[0])
)
