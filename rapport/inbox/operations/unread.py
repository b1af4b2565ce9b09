"""Mail that nobody could read, and requests of providers: forget a person in them.

What was never read belongs to no conversation and no contact, so that it is looked for by the
person's address, in the ways in which mails and requests write one.
"""

import re
import zlib
from base64 import b64encode
from urllib.parse import quote

from django.db.models import QuerySet

from rapport.inbox.models import HookDelivery, RawMail

_EMPTY = zlib.compress(b"")
# Folded lines, as they are and as JSON writes them.
_FOLDS = re.compile(rb"\r|\n|\\r|\\n|=\r?\n")
_SHORTEST = 6
_LONG_ENOUGH = 8
UNREAD = (RawMail.Outcome.QUARANTINED, RawMail.Outcome.REFUSED)


def forget(email: str) -> None:
    """Empty what holds this address, in the open workspace; that it came is still known, so that
    the same is not taken in again."""
    if len(email) < _SHORTEST:
        return
    raws = _naming(RawMail.objects.filter(outcome__in=UNREAD), email)
    RawMail.objects.filter(pk__in=raws).update(
        content=_EMPTY, size=0, envelope=None, outcome=RawMail.Outcome.REFUSED, reason="empty"
    )
    quarantined = HookDelivery.objects.filter(outcome=HookDelivery.Outcome.QUARANTINED)
    HookDelivery.objects.filter(pk__in=_naming(quarantined, email)).update(
        content=_EMPTY, headers={}, size=0, said="", outcome=HookDelivery.Outcome.IGNORED
    )


def _naming(rows: "QuerySet[RawMail] | QuerySet[HookDelivery]", email: str) -> list[int]:
    """One at a time: each may be large."""
    return [row.pk for row in rows.iterator(chunk_size=1) if names(row.bytes, email)]


def names(content: bytes, email: str) -> bool:
    """Whether the address stands in it: plain, escaped for an address, for JSON or a mail, or
    inside base64."""
    flat = _FOLDS.sub(b"", content)
    plain = email.lower()
    escaped = (
        plain, quote(plain, safe=""), plain.replace("@", "=40"), plain.replace("@", "\\u0040")
    )  # fmt: skip
    lower = flat.lower()
    if any(form.lower().encode() in lower for form in escaped):
        return True
    written = {plain.encode(), email.encode()}
    return any(core in flat for form in written for core in _inside_base64(form))


def _inside_base64(text: bytes) -> list[bytes]:
    """What of it does not depend on its neighbours, wherever in a group of three it begins; of a
    short address that is too little to go by."""
    cores = [b64encode(b"\0" * shift + text)[4 if shift else 0 : -4] for shift in range(3)]
    return [core for core in cores if len(core) >= _LONG_ENOUGH]
