"""Find records by words, best first, only what the reader may see."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.db.models.functions import Left

from rapport.lib.reader import Reader
from rapport.search import engines
from rapport.search.models import SearchDocument
from rapport.search.sources import SOURCES
from rapport.workspaces.visible import VisibleTo

AROUND = 90
# Hits on a page.
SHOWN = 30
# So many are read first: most of what matches is never shown.
FIRST = 32
# Of each text, for its excerpt: what is read at most of 500 long mails must fit into memory.
LOOKED_THROUGH = 20_000


class Found(NamedTuple):
    """What the index says of a record."""

    pk: int
    kind: str
    record_id: int
    title: str
    body: str


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


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. `has_more`: other hits follow these. Not whole is: so many messages match
    that only the newest were looked through."""

    groups: list[Group]
    has_more: bool
    is_whole: bool


def find(reader: Reader, text: str, *, slug: str, limit: int = SHOWN) -> list[Group]:
    """Groups of hits, the group of the best hit first. Each conversation appears once."""
    return answer(reader, text, slug=slug, limit=limit).groups


def answer(reader: Reader, text: str, *, slug: str, limit: int = SHOWN) -> Answer:
    """The same, and whether it is all there is."""
    words = engines.words_of(text)
    ranked = engines.ranked(reader.workspace_id, text)
    hits: dict[str, Hit] = {}
    for known, record in _visible(reader, ranked.ids):
        found = _as_told(reader, known, words)
        if found is None:
            continue
        url = SOURCES[found.kind].link(slug, record)
        if url in hits:
            continue
        if len(hits) == limit:
            break
        hits[url] = _hit(found, record, words, url)
    else:
        return Answer(_grouped(list(hits.values())), has_more=False, is_whole=ranked.is_whole)
    return Answer(_grouped(list(hits.values())), has_more=True, is_whole=ranked.is_whole)


def _visible(reader: Reader, ids: list[int]) -> Iterator[tuple[Found, object]]:
    """What the reader may see of these, in their order: the first few, and where these are not
    enough all others at once, so that nobody's search takes more than two rounds."""
    for portion in filter(None, (ids[:FIRST], ids[FIRST:])):
        yield from _portion(reader, portion)


def _portion(reader: Reader, ids: list[int]) -> Iterator[tuple[Found, object]]:
    known = {row[0]: Found(*row) for row in _DOCUMENTS(reader, _filled_up(ids))}
    documents = [known[pk] for pk in ids if pk in known]
    by_kind: dict[str, list[int]] = defaultdict(list)
    for found in documents:
        by_kind[found.kind].append(found.record_id)
    records = {kind: _records(reader, kind, rows) for kind, rows in by_kind.items()}
    for found in documents:
        record = records[found.kind].get(found.record_id)
        if record is not None:
            yield found, record


def _as_told(reader: Reader, found: Found, words: list[str]) -> Found | None:
    """What this reader may know of it; nothing where only the rest has the words."""
    if reader.project_ids is None or SOURCES[found.kind].guests_know_body:
        return found
    return found._replace(body="") if engines.has_words(found.title, words) else None


def _hit(found: Found, record: object, words: list[str], url: str) -> Hit:
    source = SOURCES[found.kind]
    return Hit(
        found.kind, getattr(record, "name", "") or found.title, source.note(record), url,
        source.icon, excerpt(found.body, words), source.is_note(record),
    )  # fmt: skip


def _records(reader: Reader, kind: str, ids: list[int]) -> dict[int, object]:
    """The second lock: the records themselves, through what the reader may see."""
    return {row.pk: row for row in _kept(kind)(reader, _filled_up(ids))}


_DOCUMENTS = VisibleTo(
    lambda reader, ids: (
        SearchDocument.objects.visible_to(reader)
        .filter(pk__in=ids)
        .values_list("pk", "kind", "record_id", "title", Left("body", LOOKED_THROUGH))
    )
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
    flat = " ".join(body[:LOOKED_THROUGH].split())
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
