"""Find records by words, best first, only what the reader may see."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rapport.lib.reader import Reader
from rapport.search import engines
from rapport.search.models import SearchDocument
from rapport.search.sources import SOURCES
from rapport.workspaces.visible import VisibleTo

AROUND = 90
PORTION = 32


@dataclass(frozen=True, slots=True)
class Hit:
    """One found record. `pieces` is an excerpt cut where the words are: (text, is a match)."""

    kind: str
    title: str
    note: str
    url: str
    icon: str
    pieces: tuple[tuple[str, bool], ...]
    # A note of ours among what was said with the client.
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one kind."""

    label: str
    hits: list[Hit]


def find(reader: Reader, text: str, *, slug: str, limit: int = 30) -> list[Group]:
    """Groups of hits, the group of the best hit first. Each conversation appears once."""
    words = engines.words_of(text)
    hits: dict[str, Hit] = {}
    for ids in _portions(engines.ranked_ids(reader.workspace_id, text)):
        for hit in _hits(reader, ids, words, slug):
            hits.setdefault(hit.url, hit)
        if len(hits) >= limit:
            break
    return _grouped(list(hits.values())[:limit])


def _portions(ids: list[int]) -> Iterator[list[int]]:
    """A few at a time: most of what matches is never shown, and need not be read."""
    for first in range(0, len(ids), PORTION):
        yield ids[first : first + PORTION]


def _hits(reader: Reader, ids: list[int], words: list[str], slug: str) -> Iterator[Hit]:
    """What the reader may see of these, in their order."""
    found = {document.pk: document for document in _DOCUMENTS(reader, _filled_up(ids))}
    documents = [found[pk] for pk in ids if pk in found]
    by_kind: dict[str, list[int]] = defaultdict(list)
    for document in documents:
        by_kind[document.kind].append(document.record_id)
    records = {kind: _records(reader, kind, rows) for kind, rows in by_kind.items()}
    for document in documents:
        record = records[document.kind].get(document.record_id)
        if record is not None:
            yield _hit(document, record, words, slug)


def _hit(document: SearchDocument, record: object, words: list[str], slug: str) -> Hit:
    source = SOURCES[document.kind]
    return Hit(
        document.kind, getattr(record, "name", "") or document.title, source.note(record),
        source.link(slug, record), source.icon, excerpt(document.body, words),
        source.is_note(record),
    )  # fmt: skip


def _records(reader: Reader, kind: str, ids: list[int]) -> dict[int, object]:
    """The second lock: the records themselves, through what the reader may see."""
    return {row.pk: row for row in _kept(kind)(reader, _filled_up(ids))}


_DOCUMENTS = VisibleTo(
    lambda reader, ids: SearchDocument.objects.visible_to(reader).filter(pk__in=ids)
)


@cache
def _kept(kind: str) -> VisibleTo:
    source = SOURCES[kind]
    return VisibleTo(
        lambda reader, ids: (
            source.model._default_manager.visible_to(reader)  # type: ignore[attr-defined]
            .filter(pk__in=ids)
            .select_related(*source.related)
            .only(*source.shown)
        )
    )


def _filled_up(ids: list[int]) -> list[int]:
    """To a power of two, by the last once more and again: so that few statements are kept."""
    return ids + ids[-1:] * ((1 << (len(ids) - 1).bit_length()) - len(ids))


def _grouped(hits: list[Hit]) -> list[Group]:
    groups: dict[str, Group] = {}
    for hit in hits:
        group = groups.setdefault(hit.kind, Group(str(SOURCES[hit.kind].label), []))
        group.hits.append(hit)
    return list(groups.values())


def excerpt(body: str, words: list[str]) -> tuple[tuple[str, bool], ...]:
    """About two lines around the first match, in whole words: matching and other pieces."""
    flat = " ".join(body[:20_000].split())
    pattern = re.compile("|".join(rf"\b{re.escape(word)}\w*" for word in words), re.I)
    start, end = _stretch(flat, pattern.search(flat))
    cut = flat[start:end]
    pieces: list[tuple[str, bool]] = [("… ", False)] if start else []
    at = 0
    for match in pattern.finditer(cut):
        pieces += [(cut[at : match.start()], False), (match.group(), True)]
        at = match.end()
    pieces.append((cut[at:] + (" …" if end < len(flat) else ""), False))
    return tuple(piece for piece in pieces if piece[0])


def _stretch(flat: str, match: re.Match[str] | None) -> tuple[int, int]:
    """Where an excerpt begins and ends: between words, so never inside an address or a link."""
    first, last = match.span() if match else (0, 0)
    start = max(0, first - AROUND)
    if start:
        # At the next space, or, where the match stands in a long word, at the word's beginning.
        after = flat.find(" ", start - 1, first)
        start = after + 1 if after >= 0 else flat.rfind(" ", 0, first) + 1
    end = max(last, start + 2 * AROUND + 40)
    if end < len(flat):
        before = flat.rfind(" ", last, end + 1)
        after = flat.find(" ", end)
        end = before if before >= 0 else after if after >= 0 else len(flat)
    return start, end
