"""Find records by words, best first, only what the reader may see."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from rapport.lib.reader import Reader
from rapport.search import engines
from rapport.search.models import SearchDocument
from rapport.search.sources import SOURCES
from rapport.workspaces.visible import VisibleTo

AROUND = 90


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
    ids = engines.ranked_ids(reader.workspace_id, text)
    if not ids:
        return []
    rank = {pk: place for place, pk in enumerate(ids)}
    documents = _DOCUMENTS(reader, _filled_up(ids))
    documents.sort(key=lambda document: rank[document.pk])
    hits = _hits(reader, documents[: limit * 3], engines.words_of(text), slug)
    return _grouped(hits, limit)


def _hits(
    reader: Reader, documents: list[SearchDocument], words: list[str], slug: str
) -> list[Hit]:
    by_kind: dict[str, list[SearchDocument]] = defaultdict(list)
    for document in documents:
        by_kind[document.kind].append(document)
    records = {kind: _records(reader, kind, found) for kind, found in by_kind.items()}
    hits, seen = [], set()
    for document in documents:
        record = records[document.kind].get(document.record_id)
        if record is None:
            continue
        source = SOURCES[document.kind]
        url = source.link(slug, record)
        if url in seen:
            continue
        seen.add(url)
        title = getattr(record, "name", "") or document.title
        pieces = excerpt(document.body, words)
        note, is_note = source.note(record), source.is_note(record)
        hits.append(Hit(document.kind, title, note, url, source.icon, pieces, is_note))
    return hits


def _records(reader: Reader, kind: str, documents: list[SearchDocument]) -> dict[int, object]:
    """The second lock: the records themselves, through what the reader may see."""
    ids = [document.record_id for document in documents]
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
        )
    )


def _filled_up(ids: list[int]) -> list[int]:
    """To a power of two, by the last once more and again: so that few statements are kept."""
    return ids + ids[-1:] * ((1 << (len(ids) - 1).bit_length()) - len(ids))


def _grouped(hits: list[Hit], limit: int) -> list[Group]:
    groups: dict[str, Group] = {}
    for hit in hits[:limit]:
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
