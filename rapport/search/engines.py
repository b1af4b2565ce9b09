"""The full-text engines: SQLite FTS5 and PostgreSQL tsvector, behind a few functions."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from rapport.lib.cursors import kept_cursor

# What one search ranks at most: a word on every page must not cost the whole index.
CANDIDATES = 500
# On PostgreSQL, words that so many of the newest hundred messages have are looked for in the newest
# thousands; so many that have them are enough to rank.
SAMPLE, OFTEN, RECENT = 100, 4, 5000
ENOUGH = 100
# On a shelf stand so many rows, by their ids, as the migration says; so many more are looked at
# than the last one.
SHELF, SHELVES = 8192, 7
# In the index a record that is no message has a word of its own.
RECORDS = "r"
LONGEST_QUERY = 200
MOST_WORDS = 12

_WORD = re.compile(r"\w+")

# The newest that match are ranked, and records that are no messages, which are few: a client is
# found however often their name was written. bm25 reads every row in which a word stands, and the
# tenant's stands in all of them, so that it is left out of the ranking. `+` keeps the match in the
# lead.
_SQLITE = """
    with candidates as materialized (
        select rowid from (
            select rowid from search_index where search_index match %s order by rowid desc limit %s
        )
        union
        select rowid from (
            select rowid from search_index where search_index match %s order by rowid desc limit %s
        )
    )
    select rowid from search_index
    where search_index match %s and +rowid in candidates
    order by bm25(search_index, 6.0, 1.0, 0.0)
"""
_SQLITE_NEWEST = """
    select record_id from search_searchdocument where +kind = %s and id in (
        select rowid from search_index where search_index match %s order by rowid desc limit %s
    )
"""
_SQLITE_WHOLE = """
    select rowid from search_index where search_index match %s order by rowid desc limit %s
"""
# The index of words gives all that match at once, oldest first: for a word of every other message
# it takes as long as there are messages, and each that matches is fetched to see how new it is.
# Where the newest hundred have the words often, the newest few thousand are read one by one until
# enough match. What is seldom is asked of the index: first in the newest shelves alone (each row
# has the shelf it stands on among its words), and where these hold too few, in all. `offset 0`
# keeps each part as it is written, whatever is guessed of the words.
_POSTGRES_NEWEST = """
    with asked as (
        select to_tsquery('simple', %(words)s) as them
    ), hundred as (
        select words from search_searchdocument
        where workspace_id = %(workspace)s and kind = 'message' order by id desc limit %(sample)s
    ), often as (
        select count(*) >= %(often)s as so from hundred where words @@ (select them from asked)
    ), thousands as materialized (
        select id, record_id from (
            select id, record_id, words from search_searchdocument
            where workspace_id = %(workspace)s and kind = 'message'
            order by id desc limit %(recent)s
        ) recent
        where words @@ (select them from asked) and (select so from often) limit %(most)s
    ), enough as (
        select count(*) >= %(enough)s as so from thousands
    ), last as (
        select max(id) / %(shelf)s as shelf from search_searchdocument
    ), shelves as (
        select string_agg(quote_literal('#' || shelf), ' | ')::tsquery as newest
        from generate_series(
            (select shelf from last) - %(shelves)s, (select shelf from last)
        ) as shelf
    ), shelved as materialized (
        select id, record_id from (
            select id, record_id from search_searchdocument
            where workspace_id = %(workspace)s and kind = 'message'
            and words @@ (select them && newest from asked, shelves) offset 0
        ) recent
        where not (select so from enough) order by id desc limit %(most)s
    ), plenty as (
        select (select so from enough) or (select count(*) >= %(enough)s from shelved) as so
    )
    select id, record_id, true as recent from thousands where (select so from enough)
    union all
    select id, record_id, true from shelved where (select so from plenty)
    union all (
        select id, record_id, false from (
            select id, record_id from search_searchdocument
            where workspace_id = %(workspace)s and kind = 'message'
            and words @@ (select them from asked) offset 0
        ) every
        where not (select so from plenty) order by id desc limit %(most)s
    )
    order by id desc
"""
_POSTGRES = """
    with candidates as (
        select id, words from search_searchdocument where id = any(%(messages)s)
        union all (
            select id, words from (
                select id, words from search_searchdocument
                where workspace_id = %(workspace)s and kind <> 'message'
                and words @@ to_tsquery('simple', %(words)s) offset 0
            ) records
            order by id desc limit %(most)s
        )
    )
    select id from candidates
    order by ts_rank_cd(words, to_tsquery('simple', %(words)s)) desc, id desc
"""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Ids of documents, best first. Not whole is: so many messages match that only the newest of
    these were looked at."""

    ids: list[int]
    is_whole: bool = True


def words_of(text: str) -> list[str]:
    """The words of a query: letters and digits only, so that no engine syntax gets through."""
    return _WORD.findall(text[:LONGEST_QUERY].replace("_", " ").lower())[:MOST_WORDS]


def has_words(text: str, words: Sequence[str]) -> bool:
    """Whether a text has these words, as the engines see it; the last may be unfinished."""
    there = _WORD.findall(_plain(text))
    return all(_plain(word) in there for word in words[:-1]) and any(
        word.startswith(_plain(words[-1])) for word in there
    )


def ranked(workspace_id: int, text: str) -> Ranked:
    """Documents of one workspace that match; the last word may be unfinished.

    Words that stand everywhere tell none apart, and SQLite would read all of them to say so: of
    what has enough whole matches the newest come first, after records that are no messages.
    """
    words = words_of(text)
    if not words:
        return Ranked([])
    with kept_cursor() as cursor:
        if connection.vendor == "sqlite":
            return _ranked_on_sqlite(cursor, workspace_id, words)
        asked = _asked(workspace_id, words, most=CANDIDATES, enough=ENOUGH)
        newest = _rows(cursor, _POSTGRES_NEWEST, asked)
        messages = [pk for pk, _record, _recent in newest]
        is_whole = len(newest) < CANDIDATES and not any(recent for _p, _r, recent in newest)
        found = _rows(cursor, _POSTGRES, {**asked, "messages": messages})
        return Ranked([row[0] for row in found], is_whole)


def newest_messages(workspace_id: int, text: str, *, most: int) -> list[int]:
    """Ids of the newest messages with these words."""
    words = words_of(text)
    if not words:
        return []
    with kept_cursor() as cursor:
        if connection.vendor == "sqlite":
            query = _within(workspace_id, _fts5(words))
            return [row[0] for row in _rows(cursor, _SQLITE_NEWEST, ["message", query, most])]
        asked = _asked(workspace_id, words, most=most, enough=most)
        found = _rows(cursor, _POSTGRES_NEWEST, asked)
        return [record for _pk, record, _recent in found]


def forget_erased_text() -> None:
    """Drop erased text from the index's own pages (SQLite keeps it until a merge)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("insert into search_index(search_index) values ('optimize')")


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.replace("_", " ").lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _ranked_on_sqlite(cursor: Any, workspace_id: int, words: Sequence[str]) -> Ranked:
    query = _fts5(words)
    records = [_within(workspace_id, query, only=RECORDS), CANDIDATES]
    if newest := _enough_whole(cursor, workspace_id, words):
        named = [row[0] for row in _rows(cursor, _SQLITE_WHOLE, records)]
        return Ranked(list(dict.fromkeys(named + newest)), is_whole=False)
    asked = [_within(workspace_id, query), CANDIDATES, *records, query]
    ids = [row[0] for row in _rows(cursor, _SQLITE, asked)]
    return Ranked(ids, is_whole=len(ids) < CANDIDATES)


def _enough_whole(cursor: Any, workspace_id: int, words: Sequence[str]) -> list[int]:
    """The newest in which all of them stand as they are; nothing where these are too few."""
    whole = _within(workspace_id, _fts5(words, end=""))
    found = [row[0] for row in _rows(cursor, _SQLITE_WHOLE, [whole, CANDIDATES])]
    return found if len(found) == CANDIDATES else []


def _rows(cursor: Any, statement: str, values: Any) -> list[Any]:
    cursor.execute(statement, values)
    return list(cursor.fetchall())


def _asked(workspace_id: int, words: Sequence[str], *, most: int, enough: int) -> dict[str, Any]:
    return {
        "workspace": workspace_id, "words": _tsquery(words), "most": most, "enough": enough,
        "sample": SAMPLE, "often": OFTEN, "recent": RECENT,
        "shelf": SHELF, "shelves": SHELVES,
    }  # fmt: skip


def tenant(workspace_id: int, *, is_record: bool) -> str:
    """The words by which the index tells workspaces apart, and messages from all else."""
    return f"w{workspace_id} w{workspace_id}{RECORDS}" if is_record else f"w{workspace_id}"


def _within(workspace_id: int, query: str, *, only: str = "") -> str:
    return f'tenant:"w{workspace_id}{only}" AND ({query})'


def _fts5(words: Sequence[str], *, end: str = "*") -> str:
    terms = " ".join(f'"{word}"' for word in words[:-1])
    return f'{{title body}} : ({terms} "{words[-1]}"{end})'


def _tsquery(words: Sequence[str]) -> str:
    return " & ".join([*words[:-1], f"{words[-1]}:*"])
