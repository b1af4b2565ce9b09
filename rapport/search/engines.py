"""The full-text engines: SQLite FTS5 and PostgreSQL tsvector, behind two functions."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.db import connection

from rapport.lib.cursors import kept_cursor

# What one search ranks at most: a word on every page must not cost the whole index.
CANDIDATES = 500
LONGEST_QUERY = 200
MOST_WORDS = 12

_WORD = re.compile(r"\w+")

# The newest that match are ranked: bm25 reads every row in which a word stands, and the tenant's
# stands in all of them, so that it is left out of the ranking. `+` keeps the match in the lead.
_SQLITE = """
    with candidates as materialized (
        select rowid from search_index where search_index match %s order by rowid desc limit %s
    )
    select rowid from search_index
    where search_index match %s and +rowid in candidates
    order by bm25(search_index, 6.0, 1.0, 0.0)
"""
_POSTGRES = """
    with candidates as (
        select id, words from search_searchdocument
        where workspace_id = %s and words @@ to_tsquery('simple', %s)
        limit %s
    )
    select id from candidates order by ts_rank_cd(words, to_tsquery('simple', %s)) desc
"""

# The newest of one kind. On PostgreSQL its own statistics of words decide whether the few that
# match are sorted, or the newest are read until enough match.
_SQLITE_NEWEST = """
    select record_id from search_searchdocument where +kind = %s and id in (
        select rowid from search_index where search_index match %s order by rowid desc limit %s
    )
"""
_SQLITE_WHOLE = """
    select rowid from search_index where search_index match %s order by rowid desc limit %s
"""
_POSTGRES_NEWEST = """
    select record_id from search_searchdocument
    where workspace_id = %s and kind = %s and words @@ to_tsquery('simple', %s)
    order by id desc limit %s
"""


def words_of(text: str) -> list[str]:
    """The words of a query: letters and digits only, so that no engine syntax gets through."""
    return _WORD.findall(text[:LONGEST_QUERY].replace("_", " ").lower())[:MOST_WORDS]


def has_words(text: str, words: Sequence[str]) -> bool:
    """Whether a text has these words, as the engines see it; the last may be unfinished."""
    there = _WORD.findall(_plain(text))
    return all(_plain(word) in there for word in words[:-1]) and any(
        word.startswith(_plain(words[-1])) for word in there
    )


def ranked_ids(workspace_id: int, text: str) -> list[int]:
    """Ids of matching documents of one workspace, best first; the last word may be unfinished.

    Words that stand everywhere tell none apart, and SQLite would read all of them to say so: of
    what has enough whole matches the newest come first.
    """
    words = words_of(text)
    if not words:
        return []
    with kept_cursor() as cursor:
        if connection.vendor == "sqlite":
            if newest := _enough_whole(cursor, workspace_id, words):
                return newest
            query = _fts5(words)
            cursor.execute(_SQLITE, [_within(workspace_id, query), CANDIDATES, query])
        else:
            query = _tsquery(words)
            cursor.execute(_POSTGRES, [workspace_id, query, CANDIDATES, query])
        return [row[0] for row in cursor.fetchall()]


def newest_ids(workspace_id: int, text: str, *, kind: str, most: int) -> list[int]:
    """Ids of the records of a kind whose words these are, among the newest documents that match."""
    words = words_of(text)
    if not words:
        return []
    with kept_cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_SQLITE_NEWEST, [kind, _within(workspace_id, _fts5(words)), most])
        else:
            cursor.execute(_POSTGRES_NEWEST, [workspace_id, kind, _tsquery(words), most])
        return [row[0] for row in cursor.fetchall()]


def forget_erased_text() -> None:
    """Drop erased text from the index's own pages (SQLite keeps it until a merge)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("insert into search_index(search_index) values ('optimize')")


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.replace("_", " ").lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _enough_whole(cursor: Any, workspace_id: int, words: Sequence[str]) -> list[int]:
    """The newest in which all of them stand as they are; nothing where these are too few."""
    whole = _within(workspace_id, _fts5(words, end=""))
    cursor.execute(_SQLITE_WHOLE, [whole, CANDIDATES])
    found = [row[0] for row in cursor.fetchall()]
    return found if len(found) == CANDIDATES else []


def _within(workspace_id: int, query: str) -> str:
    return f'tenant:"w{workspace_id}" AND ({query})'


def _fts5(words: Sequence[str], *, end: str = "*") -> str:
    terms = " ".join(f'"{word}"' for word in words[:-1])
    return f'{{title body}} : ({terms} "{words[-1]}"{end})'


def _tsquery(words: Sequence[str]) -> str:
    return " & ".join([*words[:-1], f"{words[-1]}:*"])
