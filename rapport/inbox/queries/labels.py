"""The labels, on what they are, and how often."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from rapport.inbox.models import Conversation, Label, Labelling
from rapport.lib.reader import Reader
from rapport.workspaces.prepared import Question

# Of a list of labels from which one chooses.
MOST_OFFERED = 500

_ON = Question(
    lambda talks: (
        Labelling.objects.filter(conversation__in=talks, label__binned_at=None)
        .order_by("label__name", "pk")
        .values_list("conversation_id", "label_id", "label__name", "label__colour")
    )
)


def on(conversations: Iterable[Conversation]) -> dict[int, list[Label]]:
    """The labels of each of these, by name, in one query."""
    ids = [row.pk for row in conversations]
    found: dict[int, list[Label]] = defaultdict(list)
    if ids:
        for talk, pk, name, colour in _ON(_filled_up(ids)):
            found[talk].append(Label(pk=pk, name=name, colour=colour))
    return found


def offered(reader: Reader) -> list[Label]:
    """All that can be put on something, by name."""
    rows = Label.objects.visible_to(reader).live().order_by("name", "pk")
    return list(rows.only("name", "colour")[:MOST_OFFERED])


def counted(reader: Reader) -> QuerySet[Label]:
    """All, by name, with on how many live conversations each is."""
    there = Q(labellings__conversation__binned_at=None)
    rows = Label.objects.visible_to(reader).live().order_by("name", "pk")
    counted_rows: QuerySet[Label] = rows.annotate(used=Count("labellings", filter=there))
    return counted_rows


def _filled_up(ids: list[int]) -> list[int]:
    """To a power of two, by the last once more and again: so that few statements are kept."""
    return ids + ids[-1:] * ((1 << (len(ids) - 1).bit_length()) - len(ids))
