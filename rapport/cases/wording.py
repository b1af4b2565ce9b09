"""What is due on a case, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REPLIES = frozenset({"first", "next", "every"})

SHORT: dict[str, str | Promise] = {
    "acknowledge": _("acknowledge"),
    "first": _("reply"),
    "next": _("next reply"),
    "every": _("regular word"),
    "resolve": _("solve"),
}
BY: dict[str, str | Promise] = {
    "acknowledge": _("acknowledged by"),
    "first": _("first reply by"),
    "next": _("next reply by"),
    "every": _("a word by"),
    "resolve": _("solved by"),
}
