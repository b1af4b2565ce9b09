"""What an act on many did, in a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rapport.inbox.models import BulkAct
from rapport.inbox.operations.bulk import CHANGED, GONE, REFUSED, SO_ALREADY
from rapport.inbox.queries.bulk import counted
from rapport.ui import words

State = BulkAct.State


def said(act: BulkAct) -> str:
    """How many are done, and why how many were left as they were."""
    done = ngettext("%(n)s changed", "%(n)s changed", act.done) % {"n": words.Count(act.done)}
    if act.undoes_id:
        done = ngettext("%(n)s put back", "%(n)s put back", act.done) % {"n": words.Count(act.done)}
    parts = [done, *_left(act)]
    if act.state == State.CANCELLED:
        rest = act.total - act.tried
        parts.append(_("%(n)s not begun") % {"n": words.Count(rest)})
    return _("%(parts)s.") % {"parts": ", ".join(parts)}


def _left(act: BulkAct) -> list[str]:
    left = counted(act)
    reasons = (
        (SO_ALREADY, _("%(n)s were so already")),
        (CHANGED, _("%(n)s left: somebody has changed them meanwhile")),
        (GONE, _("%(n)s left: no longer there for you")),
        (REFUSED, _("%(n)s refused")),
    )
    return [text % {"n": words.Count(left[key])} for key, text in reasons if left[key]]


def what(act: BulkAct) -> str:
    """What was to be done."""
    if act.undoes_id:
        return _("Undoing")
    return str(WHAT.get(act.field, ""))


WHAT = {
    "assignee": gettext_lazy("Giving conversations to somebody"),
    "priority": gettext_lazy("Setting the priority"),
    "turn": gettext_lazy("Saying whose turn it is"),
    "standing": gettext_lazy("Closing, setting aside or putting off"),
    "place": gettext_lazy("Linking to a client or project"),
    "label": gettext_lazy("Labelling"),
    "field": gettext_lazy("Filling in a field"),
    "reading": gettext_lazy("Marking as read or unread"),
    "bin": gettext_lazy("Moving to the bin"),
}
