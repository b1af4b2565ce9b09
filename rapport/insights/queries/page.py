"""All that the page shows, in a fixed number of queries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.cases.models import Case
from rapport.engine.service_figures import Figures, Numbers, by, figures, hours
from rapport.inbox.models import Conversation
from rapport.insights.queries import packed
from rapport.insights.queries.exchanges import NOBODY, Clients, Known, Narrowing, clients, known
from rapport.insights.queries.period import Period
from rapport.lib.reader import Reader

# Fewer than these are said as they are: no share and no percentile of them means much.
FEW = 10
MOST_ROWS = 25


@dataclass(frozen=True, slots=True)
class Entry:
    """One client, channel, person, tier or kind, as a table names it."""

    key: str
    name: str


Naming = Callable[[int], Entry | None]


@dataclass(frozen=True, slots=True)
class Row:
    """One client, channel, person or kind; `key` narrows to it."""

    key: str
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind, the most conversations first; `more` are left out."""

    name: str
    by: str
    rows: Sequence[Row]
    more: int


@dataclass(frozen=True, slots=True)
class Service:
    """The figures of the period and of the one before, and by what they differ."""

    now: Figures
    before: Figures
    tables: Sequence[Table]
    grid: Sequence[Sequence[int]]


def service(
    reader: Reader, period: Period, narrowing: Narrowing, people: frozenset[int] | None
) -> Service:
    """`people` are those whose own figures may be seen; None is everybody."""
    whose = clients(reader)
    now, before = known(reader, period, narrowing, whose)
    return Service(
        now=figures(now.exchanges),
        before=figures(before.exchanges),
        tables=_tables(now, whose, people),
        grid=hours(now.exchanges.began, period.zone),
    )


def _tables(found: Known, whose: Clients, people: frozenset[int] | None) -> list[Table]:
    names = dict(Conversation.Channel.choices)
    channels = [Entry(name, str(names[name])) for name in packed.CHANNELS]
    called = dict(Case.Kind.choices) | {packed.NO_CASE: _("no case")}
    kinds = [Entry(name, str(called[name])) for name in packed.KINDS]
    return [
        _table(_("By client"), "client", found, found.client, _clients(whose)),
        _table(_("By channel"), "channel", found, found.channel, channels.__getitem__),
        _table(_("By tier"), "tier", found, found.client, _tiers(found, whose)),
        _table(
            _("By who answered first"), "person", found, found.person, _people(found, people),
        ),
        _table(_("By kind of case"), "kind", found, found.kind, kinds.__getitem__),
    ]  # fmt: skip


def _clients(whose: Clients) -> Naming:
    def named(pk: int) -> Entry:
        client = whose.get(pk, NOBODY)
        return Entry(client.key, client.name or _("no client"))

    return named


def _tiers(found: Known, whose: Clients) -> Naming:
    """Where any client has one."""
    ids = np.unique(found.client).tolist()
    has_any = any(whose.get(pk, NOBODY).tier for pk in ids)

    def named(pk: int) -> Entry | None:
        client = whose.get(pk, NOBODY)
        return Entry(str(client.tier), client.tier_name or _("no tier")) if has_any else None

    return named


def _people(found: Known, people: frozenset[int] | None) -> Naming:
    """Those whose figures may be seen; whoever has left for good is nobody's row."""
    rows = Member.objects.filter(pk__in=np.unique(found.person).tolist()).select_related("user")
    names = {row.pk: row.name for row in rows if people is None or row.pk in people}

    def named(pk: int) -> Entry | None:
        return Entry(str(pk), names[pk]) if pk in names else None

    return named


def _table(name: str, what: str, found: Known, column: Numbers, named: Naming) -> Table:
    """A row an entry; what is named alike is one, what is not named has none."""
    values, place = np.unique(column, return_inverse=True)
    entries = [named(value) for value in values.tolist()]
    order = {entry: n for n, entry in enumerate(dict.fromkeys(entries))}
    group = np.array([order[entry] for entry in entries], np.int64)[place]
    made = zip(order, by(found.exchanges, group, len(order)), strict=True)
    rows = [Row(entry.key, entry.name, figures) for entry, figures in made if entry]
    rows.sort(key=lambda row: (-row.figures.conversations, row.name))
    return Table(name, what, rows[:MOST_ROWS], max(0, len(rows) - MOST_ROWS))
