"""Whether a machine may answer a mail by itself (RFC 3834): never a machine, a list, or nobody.

Two programs that thank each other do it for ever; so in doubt nothing is answered.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from .outcomes import classify
from .records import Parsed

_LIST_FIELDS = (
    "List-Id", "List-Post", "List-Help", "List-Unsubscribe", "List-Subscribe", "List-Owner",
    "List-Archive", "List-Unsubscribe-Post", "Mailing-List", "X-Mailing-List", "X-BeenThere",
)  # fmt: skip
_ANSWERED_BY = (
    "X-Autoreply", "X-Autorespond", "X-AutoReply-From", "X-Auto-Reply", "X-Vacation",
    "X-Mail-Autoreply", "X-Cron-Env", "X-Loop", "X-FC-MachineGenerated",
)  # fmt: skip
_BULK = frozenset({"bulk", "list", "junk", "auto_reply", "auto-reply"})
_SUPPRESSED = frozenset({"all", "oof", "autoreply"})
# Names behind which no person reads (RFC 2142 and custom).
_NOBODY = re.compile(
    r"^(?:mailer-daemon|postmaster|mail-?daemon|listserv|majordomo|lists?erv(?:er)?|no-?reply|"
    r"do-?not-?reply|donotreply|nicht-?antworten|ne-?pas-?repondre|no-?responder|bounces?|"
    r"autoreply|auto-?response|notifications?|alerts?|daemon|root|www-data|nobody|owner-.*|"
    r".*-(?:owner|request|bounces?|noreply|no-reply|admin-bounces)|bounces?[+=-].*|prvs=.*|"
    r"msprvs1=.*|btv1=.*)$"
)


def may_answer(parsed: Parsed, *, domains: Collection[str], envelope: str | None = None) -> bool:
    """Whether an automatic word may go back to the author of this mail. `domains` are ours: a mail
    that names nobody there came by a list or blindly. `envelope` is the return path as our own
    server was given it; empty is nobody."""
    author = parsed.author
    if author is None or not _is_person(author.email):
        return False
    if _says_so(parsed) or classify(parsed).kind in ("bounce", "auto-reply"):
        return False
    if _goes_back_to_nobody(parsed, envelope):
        return False
    named = {address.email.rpartition("@")[2].lower() for address in (*parsed.to, *parsed.cc)}
    return not named.isdisjoint(domain.lower() for domain in domains)


def _is_person(email: str) -> bool:
    local, at, domain = email.strip().lower().rpartition("@")
    return bool(at and local and "." in domain) and not _NOBODY.match(local[:64])


def _says_so(parsed: Parsed) -> bool:
    """What the mail says of itself."""
    headers = parsed.headers
    if parsed.auto_submitted not in ("", "no"):
        return True
    if headers.get("Precedence").strip().lower() in _BULK:
        return True
    suppressed = headers.get("X-Auto-Response-Suppress").lower().replace(" ", "").split(",")
    if not _SUPPRESSED.isdisjoint(suppressed):
        return True
    if any(name in headers for name in _LIST_FIELDS):
        return True
    return any(headers.get(name).strip().lower() not in ("", "no") for name in _ANSWERED_BY)


def _goes_back_to_nobody(parsed: Parsed, envelope: str | None) -> bool:
    """The null return path of reports, and return paths behind which nobody reads."""
    paths = [path.strip().strip("<>").lower() for path in parsed.headers.all("Return-Path")]
    if envelope is not None:
        paths.append(envelope.strip().strip("<>").lower())
    return any(not path or _NOBODY.match(path.partition("@")[0][:64]) for path in paths)
