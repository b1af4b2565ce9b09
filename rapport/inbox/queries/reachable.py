"""What is known of addresses before somebody writes to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.inbox.models import Absence, AddressTrouble
from rapport.ui import words

MOST = 60
STATES: Mapping[str, Promise] = {
    AddressTrouble.State.FULL: gettext_lazy("The mailbox is full"),
    AddressTrouble.State.DEAD: gettext_lazy("The address does not exist any more"),
    AddressTrouble.State.REFUSES: gettext_lazy("Their server does not take our mail"),
}
# What the kinds of a report mean, for a person.
KINDS: Mapping[str, Promise] = {
    "unknown-user": gettext_lazy("nobody has this address there"),
    "unknown-host": gettext_lazy("there is no mail server behind it"),
    "moved": gettext_lazy("whoever had it has another one"),
    "no-mail-service": gettext_lazy("their domain takes no mail"),
    "mailbox-full": gettext_lazy("there is no room in it"),
    "over-limit": gettext_lazy("it got more than it may at once"),
    "suspended": gettext_lazy("the account is suspended"),
    "filtered": gettext_lazy("a filter stopped it"),
    "rejected": gettext_lazy("they refuse our address"),
    "blocked": gettext_lazy("they block our mail server"),
    "policy": gettext_lazy("their rules refuse it"),
    "reputation": gettext_lazy("they do not trust our mail server"),
}


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence about one address."""

    email: str
    tone: str
    text: str


def of(emails: Iterable[str], *, at: datetime) -> list[Note]:
    """All that is known of these, two queries at most."""
    wanted = list(dict.fromkeys(email.lower() for email in emails if email))[:MOST]
    if not wanted:
        return []
    found = [_of_trouble(row, at) for row in troubles(wanted, at=at)]
    away = Absence.objects.filter(email__in=wanted, back_on__gt=localdate(at)).order_by("email")
    return [*found, *(_of_absence(row, at) for row in away)]


def by_address(emails: Iterable[str], *, at: datetime) -> dict[str, list[Note]]:
    """The same, by address."""
    notes: dict[str, list[Note]] = {}
    for note in of(emails, at=at):
        notes.setdefault(note.email, []).append(note)
    return notes


def troubles(emails: Iterable[str], *, at: datetime) -> list[AddressTrouble]:
    """Those that are still believed."""
    rows = AddressTrouble.objects.filter(email__in=list(emails))
    return list(rows.filter(Q(until=None) | Q(until__gt=at)).order_by("email"))


def _of_trouble(row: AddressTrouble, at: datetime) -> Note:
    text = f"{STATES.get(row.state, row.get_state_display())}"
    if why := KINDS.get(row.kind):
        text = f"{text}: {why}"
    since = _("since %(moment)s") % {"moment": words.when(row.last_at, at)}
    return Note(row.email, "bad" if row.state == "dead" else "warn", f"{text} ({since}).")


def _of_absence(row: Absence, at: datetime) -> Note:
    day = words.day(row.back_on, localdate(at))
    text = _("Away; back on %(day)s.") % {"day": day}
    if row.deputy:
        text = f"{text} {_('Meanwhile they name %(address)s.') % {'address': row.deputy}}"
    return Note(row.email, "info", text)
