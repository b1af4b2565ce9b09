"""Statements that are put into SQL once, because every mail or page needs them.

Django builds the SQL of a query anew each time, which costs several times the asking itself. What
is built here is an ordinary query with marks where the values go.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet, Value
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql.subqueries import DeleteQuery, UpdateQuery

from rapport.lib.cursors import kept_cursor
from rapport.lib.literals import settled

Key = tuple[Any, ...]
# The SQL, and its values: those that never change, and marks.
Words = tuple[str, tuple[Any, ...]]


class Mark(Value):
    """Where a value goes: its position among those given."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at

    def value_among(self, given: list[Any]) -> Any:
        """What takes its place."""
        value = given[self.at]
        if isinstance(value, datetime):
            return connection.ops.adapt_datetimefield_value(value)
        if isinstance(value, date):
            return connection.ops.adapt_datefield_value(value)
        return value

    def as_sql(self, *_: Any, **__: Any) -> Any:
        """A plain placeholder, with the mark itself in place of its value."""
        return "%s", [self]

    def _resolve_output_field(self) -> None:
        """Whatever stands beside it decides its type."""


class _Statement:
    """`build` gets a mark for each value, and a list of marks for each list."""

    during: Callable[[], AbstractContextManager[Any]] = staticmethod(nullcontext)

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self.build = build
        self._known: dict[Key, Words] = {}

    def _execute(self, values: tuple[Any, ...]) -> Any:
        """Run it with these values; the open cursor comes back."""
        key = _key(values)
        if key not in self._known:
            with self.during():
                words = self._in_words(key, _marks(values))
                self._known[key] = settled(*words, is_open=Mark)
        sql, places = self._known[key]
        given = [v for value in values for v in (value if isinstance(value, list) else [value])]
        filled = [p.value_among(given) if isinstance(p, Mark) else p for p in places]
        cursor = kept_cursor()
        cursor.execute(sql, filled)
        return cursor

    def _in_words(self, key: Key, marks: list[Any]) -> Words:
        raise NotImplementedError


class Question(_Statement):
    """A query that returns rows, or tuples where it ends in `values_list`."""

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        super().__init__(build)
        self._readers: dict[Key, Callable[[Any], Iterator[Any]]] = {}

    def __call__(self, *values: Any) -> list[Any]:
        """Ask it. In SQL nothing equals NULL: what may be unknown is a question of its own."""
        if None in values:
            raise ValueError("a kept question cannot be asked about None")
        with self._execute(values) as cursor:
            return list(self._readers[_key(values)](cursor.fetchall()))

    def first(self, *values: Any) -> Any:
        """The first row, or None."""
        return next(iter(self(*values)), None)

    def _in_words(self, key: Key, marks: list[Any]) -> Words:
        rows = self.build(*marks)
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        words: Words = compiler.as_sql()
        self._readers[key] = _reader(rows, compiler)
        return words


class Tally(_Statement):
    """How many rows a query returns; one that is cut short is counted no further."""

    def __call__(self, *values: Any) -> int:
        """Count them."""
        with self._execute(values) as cursor:
            return int(cursor.fetchone()[0])

    def _in_words(self, key: Key, marks: list[Any]) -> Words:
        sql, places = self.build(*marks).query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        return f"SELECT COUNT(*) FROM ({sql}) counted", places  # noqa: S608


class Change(_Statement):
    """An UPDATE of the rows that `build` names, by the values that `to` names."""

    def __init__(
        self, build: Callable[..., QuerySet[Any]], to: Callable[..., dict[str, Any]]
    ) -> None:
        super().__init__(build)
        self.to = to

    def __call__(self, *values: Any) -> int:
        """Make it; returns how many rows changed."""
        with self._execute(values) as cursor:
            return int(cursor.rowcount)

    def _in_words(self, key: Key, marks: list[Any]) -> Words:
        query: Any = self.build(*marks).query.chain(UpdateQuery)
        query.add_update_values(self.to(*marks))
        words: Words = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        return words


class Removal(_Statement):
    """A DELETE of the rows that `build` names; only for rows that no others depend on."""

    def __call__(self, *values: Any) -> int:
        """Make it; returns how many rows went."""
        with self._execute(values) as cursor:
            return int(cursor.rowcount)

    def _in_words(self, key: Key, marks: list[Any]) -> Words:
        query: Any = self.build(*marks).query.chain(DeleteQuery)
        words: Words = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        return words


def _key(values: tuple[Any, ...]) -> Key:
    """Lists of another length are other words."""
    return (connection.vendor, *[len(v) if isinstance(v, list) else -1 for v in values])


def _marks(values: tuple[Any, ...]) -> list[Any]:
    at, marks = 0, []
    for value in values:
        if isinstance(value, list):
            marks.append([Mark(at + n) for n in range(len(value))])
            at += len(value)
        else:
            marks.append(Mark(at))  # type: ignore[arg-type]
            at += 1
    return marks


def _reader(rows: QuerySet[Any], compiler: Any) -> Callable[[Any], Iterator[Any]]:
    converters = compiler.get_converters([column for column, *_ in compiler.select])
    make = _maker(rows, compiler)
    if make is tuple and not converters:
        return iter  # as the driver gives them

    def read(found: list[tuple[Any, ...]]) -> Iterator[Any]:
        for row in found:
            values = list(row)
            for at, (converts, expression) in converters.items():
                for convert in converts:
                    values[at] = convert(values[at], expression, connection)
            yield make(values)

    return read


def _maker(rows: QuerySet[Any], compiler: Any) -> Callable[[list[Any]], Any]:
    """How a row of the answer becomes what the query returns."""
    if not issubclass(rows._iterable_class, ModelIterable):
        return tuple
    if vars(rows)["_prefetch_related_lookups"] or rows.query.annotation_select:
        raise ValueError("a kept question gives rows, without annotations or related sets")
    info, select = compiler.klass_info, compiler.select
    first, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, *_ in select[first:end]]
    related = get_related_populators(info, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]

    def make(values: list[Any]) -> Any:
        row = info["model"].from_db(DEFAULT_DB_ALIAS, names, values[first:end])
        for populator in related:
            populator.populate(values, row)
        return row

    return make
