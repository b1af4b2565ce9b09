"""Questions that are put into SQL once, because every mail or page asks them.

Django builds the SQL of a query anew each time, which costs several times the asking itself. What
is built here is an ordinary query of the open workspace, with marks where the values go; the
workspace's own id is such a mark, so that a question kept for one can never be asked of another.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet, Value
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql.subqueries import UpdateQuery

from rapport.workspaces import scope

Build = Callable[..., Any]


class Mark(Value):
    """Where a value goes. `at` is its position among the values, -1 the open workspace."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at

    def as_sql(self, *_: Any, **__: Any) -> Any:
        """A plain placeholder, with the mark itself in place of its value."""
        return "%s", [self]

    def _resolve_output_field(self) -> None:
        """Whatever stands beside it decides its type."""


class _Words:
    """A statement with marks among its values."""

    def __init__(self, sql: str, values: tuple[Any, ...]) -> None:
        self.sql, self.values = sql, values

    def execute(self, given: list[Any]) -> Any:
        """Run it with these values; the open cursor comes back."""
        workspace = scope.current()
        values = [
            (workspace if v.at < 0 else _adapted(given[v.at])) if isinstance(v, Mark) else v
            for v in self.values
        ]
        cursor = connection.cursor()
        cursor.execute(self.sql, values)
        return cursor


class Question:
    """A query that returns rows, or tuples where it ends in `values_list`.

    `build` gets a mark for each value, a list of marks for each list.
    """

    def __init__(self, build: Build) -> None:
        self.build = build
        self._known: dict[tuple[Any, ...], tuple[_Words, Callable[..., Iterator[Any]]]] = {}

    def __call__(self, *values: Any) -> list[Any]:
        """Ask it in the open workspace."""
        key = (connection.vendor, *(len(v) if isinstance(v, list) else -1 for v in values))
        if key not in self._known:
            self._known[key] = _question(_marked(self.build, values))
        words, read = self._known[key]
        with words.execute(_flat(values)) as cursor:
            return list(read(cursor.fetchall()))

    def first(self, *values: Any) -> Any:
        """The first row, or None."""
        return next(iter(self(*values)), None)


class Change:
    """An UPDATE of the rows that `build` names, by the values that `to` names."""

    def __init__(self, build: Build, to: Callable[..., dict[str, Any]]) -> None:
        self.build, self.to = build, to
        self._known: dict[str, _Words] = {}

    def __call__(self, *values: Any) -> int:
        """Make it in the open workspace; returns how many rows changed."""
        if connection.vendor not in self._known:
            rows, changes = _marked(self.build, values), _marked(self.to, values)
            query = rows.query.chain(UpdateQuery)
            query.add_update_values(changes)
            self._known[connection.vendor] = _Words(*query.get_compiler(DEFAULT_DB_ALIAS).as_sql())
        with self._known[connection.vendor].execute(list(values)) as cursor:
            return int(cursor.rowcount)


def _marked(build: Build, values: tuple[Any, ...]) -> Any:
    """Built with marks: for each value one, for each list as many as it is long."""
    at, marks = 0, []
    for value in values:
        if isinstance(value, list):
            marks.append([Mark(at + n) for n in range(len(value))])
            at += len(value)
        else:
            marks.append(Mark(at))  # type: ignore[arg-type]
            at += 1
    with scope.open_workspace(Mark(-1)):  # type: ignore[arg-type]
        return build(*marks)


def _question(rows: QuerySet[Any]) -> tuple[_Words, Callable[..., Iterator[Any]]]:
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    words = _Words(*compiler.as_sql())
    converters = compiler.get_converters([column for column, *_ in compiler.select])
    make = _maker(rows, compiler)

    def read(found: list[tuple[Any, ...]]) -> Iterator[Any]:
        for row in found:
            values = list(row)
            for at, (converts, expression) in converters.items():
                for convert in converts:
                    values[at] = convert(values[at], expression, connection)
            yield make(values)

    return words, read


def _maker(rows: QuerySet[Any], compiler: Any) -> Callable[[list[Any]], Any]:
    """How a row of the answer becomes what the query returns."""
    if not issubclass(rows._iterable_class, ModelIterable):
        return tuple
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


def _flat(values: tuple[Any, ...]) -> list[Any]:
    return [v for value in values for v in (value if isinstance(value, list) else [value])]


def _adapted(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
