"""The labels, on what they are, and how often."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from rapport.inbox.models import Conversation, Label, Labelling
from rapport.lib.reader import Reader

# Of a list of labels from which one chooses.
MOST_OFFERED = 500


def on(conversations: Iterable[Conversation]) -> dict[int, list[Label]]:
    """The labels of each of these, by name, in one query."""
    ids = [row.pk for row in conversations]
    found: dict[int, list[Label]] = defaultdict(list)
    if ids:
        rows = Labelling.objects.filter(conversation__in=ids, label__binned_at=None)
        named = rows.order_by("label__name", "pk").values_list(
            "conversation_id", "label_id", "label__name", "label__colour"
        )
        for talk, pk, name, colour in named:
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
