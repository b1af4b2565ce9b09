"""What somebody wants to see of the conversations, as an address says it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FILTERS: Mapping[str, str | Promise] = {
    "waiting": _("Waiting for us"),
    "mine": _("Mine"),
    "client": _("With the client"),
    "snoozed": _("Put off"),
    "closed": _("Closed"),
    "aside": _("Set aside"),
    "all": _("All"),
}
# Beside the state: by these it can be narrowed. Those that may be said twice must all hold.
NARROWED_BY = (
    "unread",
    "label", "priority", "assignee", "client", "project", "channel", "mailbox", "task", "turn",
    "followed", "waits", "from", "to",
)  # fmt: skip
MANY = frozenset({"label"})
# In which order, where it is not the usual one of a state.
SORTS: Mapping[str, str | Promise] = {
    "newest": _("newest word first"),
    "oldest": _("oldest word first"),
    "waits": _("longest wait first"),
}
# Custom fields: "field3=urgent".
FIELD = "field"
MOST_NARROWINGS = 12
LONGEST_VALUE = 80
Pairs = tuple[tuple[str, str], ...]
UNREAD = ("unread", "me")


@dataclass(frozen=True, slots=True)
class Question:
    """A state, words, and what narrows it."""

    show: str = "waiting"
    words: str = ""
    # The key of the last row of the page before: "<time>_<id>".
    after: str = ""
    narrowed: Pairs = ()
    # One of SORTS; empty is the usual one.
    sort: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Question":
        """From a query string; what is not in the list is the first of the list."""
        show = query.get("show", "")
        words = _plain(query.get("q", ""))[:200]
        narrowed = _narrowed(query)
        fallback = "all" if words or narrowed else "waiting"
        shown = show if show in FILTERS else fallback
        sort = query.get("sort", "")
        kept = sort if sort in SORTS else ""
        return cls(shown, words, query.get("after", ""), narrowed, kept)

    @classmethod
    def of_pairs(cls, pairs: Iterable[Iterable[str]]) -> "Question":
        """As it was kept."""
        query = QueryDict(mutable=True)
        for name, value in pairs:
            query.appendlist(str(name), str(value))
        return cls.of(query)

    @property
    def pairs(self) -> Pairs:
        """As it is kept and as an address names it, without the page."""
        words = (("q", self.words),) if self.words else ()
        sort = (("sort", self.sort),) if self.sort else ()
        return (("show", self.show), *words, *self.narrowed, *sort)

    @property
    def address(self) -> str:
        """The query string."""
        return "?" + urlencode(self.pairs)

    @property
    def is_plain(self) -> bool:
        """Whether it asks for a state and nothing else: what is opened all day."""
        return not self.words and not self.narrowed and not self.sort

    @property
    def state(self) -> str | Promise:
        """The state in words."""
        return FILTERS[self.show]

    @property
    def order(self) -> str | Promise:
        """The order in words, where it is not the usual one."""
        return SORTS.get(self.sort, "")

    @property
    def in_usual_order(self) -> "Question":
        """The same, in the order that is usual for its state."""
        return replace(self, sort="", after="")

    @property
    def only_unread(self) -> bool:
        """Whether it asks for what is new to whoever asks."""
        return UNREAD in self.narrowed

    @property
    def unread_or_all(self) -> "Question":
        """The same narrowed to what is unread; where it is so already, without that."""
        if self.only_unread:
            return self.without(*UNREAD)
        return replace(self, narrowed=(UNREAD, *self.narrowed)[:MOST_NARROWINGS], after="")

    def without(self, name: str, value: str) -> "Question":
        """The same, not narrowed by this."""
        kept = tuple(pair for pair in self.narrowed if pair != (name, value))
        return replace(self, narrowed=kept, after="")

    def values(self, name: str) -> list[str]:
        """What it is narrowed to by this."""
        return [value for known, value in self.narrowed if known == name]


def _narrowed(query: Mapping[str, str]) -> Pairs:
    """In one order, each once, so that one question has one address."""
    fields = sorted(name for name in query if _is_field(name))
    pairs = [(name, value) for name in (*NARROWED_BY, *fields) for value in _values(query, name)]
    return tuple(pairs[:MOST_NARROWINGS])


def _values(query: Mapping[str, str], name: str) -> list[str]:
    given = query.getlist(name) if isinstance(query, QueryDict) else [query.get(name, "")]
    said = list(dict.fromkeys(_plain(value)[:LONGEST_VALUE] for value in given))
    found = [value for value in said if value]
    return found if name in MANY else found[-1:]


def _is_field(name: str) -> bool:
    number = name.removeprefix(FIELD)
    return name.startswith(FIELD) and number.isascii() and number.isdecimal() and len(number) < 10


def _plain(text: str) -> str:
    return text.replace("\x00", "").strip()
