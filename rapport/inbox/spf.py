"""What is wrong with an SPF record, as a receiving server would find it (RFC 7208)."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.inbox.dns_answers import ask

# A receiver gives up over more, and takes the domain's SPF for broken.
LOOKUPS = 10
ASKING = frozenset({"include", "a", "mx", "ptr", "exists"})
KNOWN = ASKING | {"all", "ip4", "ip6"}
# A name with macros is known only when a mail comes.
MACRO = "%{"
TERM = re.compile(r"([+?~-]?)([A-Za-z0-9]+)(?:[:/](.*))?")


class Broken(Exception):
    """A receiver gives up over the record; the sentence says where."""

    def __init__(self, said: str | Promise, word: str = "") -> None:
        self.said, self.word = said, word
        super().__init__(str(said))


def records(name: str) -> tuple[str, ...] | None:
    """The SPF records of a name; None when no answer came."""
    answer = ask(name, "TXT")
    if answer.is_trouble:
        return None
    return tuple(text for text in answer.records if text.lower().split(" ")[0] == "v=spf1")


def verdict_on_others(record: str) -> str:
    """How it judges servers it does not name: "-", "~", "?", "+", or nothing at all."""
    for term in record.lower().split()[1:]:
        found = TERM.fullmatch(term)
        if found and found[2] == "all":
            return found[1] or "+"
    return "redirect" if "redirect=" in record.lower() else ""


def count_lookups(record: str, seen: frozenset[str] = frozenset()) -> int:
    """How many further look-ups it takes, includes counted in; raises `Broken`."""
    count = 0
    for term in record.lower().split()[1:]:
        count += _cost(term, seen)
        if count > LOOKUPS:
            raise Broken(
                _("It takes more than ten further look-ups, so servers give up and believe none.")
            )
    return count


def _cost(term: str, seen: frozenset[str]) -> int:
    if term.startswith("redirect="):
        return 1 + _inside(term.removeprefix("redirect="), seen)
    if "=" in term:
        return 0
    found = TERM.fullmatch(term)
    if found is None or found[2] not in KNOWN:
        raise Broken(_("It has a part that no server understands, so servers ignore it all."), term)
    if found[2] not in ASKING:
        return 0
    return 1 + (_inside(found[3] or "", seen) if found[2] == "include" else 0)


def _inside(name: str, seen: frozenset[str]) -> int:
    if MACRO in name:
        return 0
    if name in seen:
        raise Broken(_("It includes itself in a circle, so servers ignore it all."), name)
    found = records(name)
    if found is None:
        return 0
    if len(found) != 1:
        raise Broken(_("It includes a name without exactly one SPF record of its own."), name)
    return count_lookups(found[0], seen | {name})
