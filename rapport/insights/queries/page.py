"""All that the page shows, in a fixed number of queries."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.cases.models import Case
from rapport.engine.service_figures import Figures, by, figures, hours
from rapport.inbox.models import Conversation
from rapport.insights.queries.exchanges import Known, Narrowing, known
from rapport.insights.queries.period import Period
from rapport.lib.reader import Reader

# Fewer than these are said as they are: no share and no percentile of them means much.
FEW = 10
MOST_ROWS = 25


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
    found = known(reader, period, narrowing)
    before = known(reader, period.before, narrowing)
    return Service(
        now=figures([one.exchange for one in found]),
        before=figures([one.exchange for one in before]),
        tables=_tables(found, people),
        grid=hours((one.exchange.began_at for one in found), period.zone),
    )


def _tables(found: Sequence[Known], people: frozenset[int] | None) -> list[Table]:
    channels = dict(Conversation.Channel.choices)
    kinds = dict(Case.Kind.choices) | {"-": _("no case")}
    return [
        _table(
            _("By client"), "client", found, lambda one: one.client,
            lambda key: (key[0], key[1] or _("no client")),
        ),
        _table(
            _("By channel"), "channel", found, lambda one: one.channel,
            lambda key: (key, str(channels[key])),
        ),
        _tiers(found),
        _people(found, people),
        _table(
            _("By kind of case"), "kind", found, lambda one: one.kind,
            lambda key: (key, str(kinds[key])),
        ),
    ]  # fmt: skip


def _tiers(found: Sequence[Known]) -> Table:
    """Where any client has one."""
    shown = found if any(one.tier[0] for one in found) else ()
    return _table(
        _("By tier"), "tier", shown, lambda one: one.tier,
        lambda key: (str(key[0]), key[1] or _("no tier")),
    )  # fmt: skip


def _people(found: Sequence[Known], people: frozenset[int] | None) -> Table:
    shown = [
        one for one in found
        if one.person is not None and (people is None or one.person in people)
    ]  # fmt: skip
    members = Member.objects.filter(pk__in={one.person for one in shown}).select_related("user")
    names = {member.pk: member.name for member in members}
    return _table(
        _("By who answered first"), "person", shown, lambda one: one.person or 0,
        lambda key: (str(key), names.get(key, "?")),
    )  # fmt: skip


def _table(
    name: str, what: str, found: Iterable[Known],
    key_of: Callable[[Known], Any], named: Callable[[Any], tuple[str, str]],
) -> Table:  # fmt: skip
    grouped = by((key_of(one), one.exchange) for one in found)
    rows = [Row(*named(key), made) for key, made in grouped.items()]
    rows.sort(key=lambda row: (-row.figures.conversations, row.name))
    return Table(name, what, rows[:MOST_ROWS], max(0, len(rows) - MOST_ROWS))
